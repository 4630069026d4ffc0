"""Who helped most: in a period, a function, a space; and the choice not to be listed."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.core import clock
from app.core.access import ensure, found, public
from app.recognition import commands, points, queries
from app.recognition.views.frame import Page, blueprint
from app.spaces import queries as spaces

PERIODS = {"month": timedelta(days=30), "quarter": timedelta(days=91), "all": None}
KINDS = ("employee", "customer")


@blueprint.get("/recognition/leaders")
def leaders() -> str:
    """Who earned most in the last 30 days, for other pages to frame."""
    public()
    since = clock.now() - timedelta(days=30)
    found_ones, _more = queries.leaders(since=since)
    return render_template("recognition/leaders.html", leaders=found_ones or queries.leaders()[0])


@blueprint.get("/leaders")
def leaderboard() -> str:
    """Who earned most, as it is chosen."""
    public()
    period = request.args.get("period", "month")
    period = period if period in PERIODS else "month"
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    space = request.args.get("space", "")
    # Without a space it is what was earned anywhere, named by nobody's deed; with one, by who sees that space.
    chosen = found(spaces.visible_space(me(), space)) if space else None
    function = request.args.get("function", "").strip()[:80]
    listed, more = queries.leaders(
        since=_since(period), function=function, kind=kind, space_ids=[chosen.id] if chosen else None,
        after=request.args.get("after"), limit=30,
    )  # fmt: skip
    person = me()
    return render_template(
        "recognition/leaderboard.html", leaders=listed, more=more, period=period, kind=kind, function=function,
        space=chosen, spaces=spaces.visible(person), functions=queries.functions(), level_of=points.level_of,
        is_discreet=person is not None and queries.is_discreet(person),
    )  # fmt: skip


@blueprint.put("/recognition/listing")
def be_listed() -> Page:
    """Be listed again."""
    return _choose(is_discreet=False)


@blueprint.delete("/recognition/listing")
def be_unlisted() -> Page:
    """Stand in no list of who leads."""
    return _choose(is_discreet=True)


def _choose(*, is_discreet: bool) -> Page:
    person = somebody()
    ensure(True)
    commands.set_discretion(person, is_discreet=is_discreet)
    flash(_("You stand in no list of who leads.") if is_discreet else _("You are listed again."))
    return redirect("/leaders", 303)


def _since(period: str) -> datetime | None:
    span = PERIODS[period]
    return clock.now() - span if span else None
