"""Accepting, declining, leaving, and the choice not to be asked at all."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.panels import commands, policy, queries
from app.panels.views.frame import Page, blueprint, panel_of


@blueprint.put("/panels/<id:panel_id>/membership")
def join(panel_id: int) -> Page:
    """Accept an invitation."""
    person, shown = panel_of(panel_id)
    member = queries.member_of(person, shown)
    ensure(policy.may_join(person, shown, member))
    commands.accept(shown, found(member), by=person)
    flash(_("Welcome. You can leave at any time."))
    return redirect(shown.url, 303)


@blueprint.delete("/panels/<id:panel_id>/membership")
def leave(panel_id: int) -> Page:
    """Decline, or leave."""
    person, shown = panel_of(panel_id)
    member = queries.member_of(person, shown)
    ensure(policy.may_leave(person, member))
    was_in = found(member).state == "accepted"
    commands.leave(shown, found(member), by=person)
    flash(
        _("You have left the panel. Your name is off what you answered.") if was_in else _("You declined. Thank you.")
    )
    return redirect(shown.url if queries.runs_panel(person, shown) else "/panels", 303)


@blueprint.get("/settings/panels")
def choice() -> Page:
    """Whether I want to be invited to panels; a frame of the settings, and a page of its own."""
    person = somebody()
    ensure(True)
    return render_template("panels/choice.html", opted_out=queries.has_opted_out(person))


@blueprint.put("/settings/panels")
def opt_in() -> Page:
    """Be invited again."""
    person = somebody()
    ensure(True)
    commands.opt_in(by=person)
    return redirect("/settings/panels", 303)


@blueprint.delete("/settings/panels")
def opt_out() -> Page:
    """Be invited to no panel."""
    person = somebody()
    ensure(True)
    commands.opt_out(by=person)
    return redirect("/settings/panels", 303)
