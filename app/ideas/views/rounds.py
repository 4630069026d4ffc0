"""Rounds: opening one, spreading points, choosing between two, and what came of it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.core import realtime
from app.core.access import Invalid, ensure, found, public
from app.ideas import commands, policy, queries
from app.ideas.forms.rounds import RoundForm
from app.ideas.models import BUDGET, Challenge, Idea, Round
from app.ideas.views.frame import MOST_DIGITS, Page, blueprint, challenge_of

MOST_OFFERED = 40


@realtime.topic("round")
def may_watch_round(identifier: str, person: Any) -> bool:
    """Whoever may see it."""
    known = identifier.isascii() and identifier.isdigit() and len(identifier) < MOST_DIGITS
    return known and queries.visible_round(person, int(identifier)) is not None


@blueprint.get("/challenges/<name>/rounds/new")
def new_round(name: str) -> Page:
    """The form that opens a round over ideas of a challenge."""
    challenge = challenge_of(name)
    ensure(policy.may_run_challenges(somebody()))
    form, ideas = RoundForm(formdata=None), _offered(challenge)
    form.offer(ideas)
    form.ideas.data = [idea.id for idea in ideas if idea.kind == "review"]
    return render_template("ideas/round_new.html", form=form, challenge=challenge)


@blueprint.post("/challenges/<name>/rounds")
def open_round(name: str) -> Page:
    """Open it."""
    challenge, person = challenge_of(name), somebody()
    ensure(policy.may_run_challenges(person))
    form = RoundForm()
    form.offer(_offered(challenge))
    try:
        if form.validate_on_submit():
            made = commands.open_round(challenge, by=person, **form.words)
            flash(_("The round is open."))
            return redirect(made.url, 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return render_template("ideas/round_new.html", form=form, challenge=challenge), 422


@blueprint.get("/rounds/<id:round_id>")
def round_page(round_id: int) -> Page:
    """A round: one's own part in it, and what came of it once it is over."""
    shown = _round_of(round_id)
    public()
    return _page(shown)


@blueprint.put("/rounds/<id:round_id>/points")
def spread(round_id: int) -> Page:
    """Spread one's points; what was given before is replaced."""
    person, shown = somebody(), _round_of(round_id)
    ensure(policy.may_take_part(person, shown))
    try:
        given = _given(queries.round_ideas(shown, person))
        commands.spread(shown, given, by=person)
    except Invalid as refusal:
        return _page(shown, error=refusal.errors["points"]), 422
    flash(_("Your points are counted. You can change them until the round is over."))
    return redirect(shown.url, 303)


@blueprint.put("/rounds/<id:round_id>/pairs")
def compare(round_id: int) -> Page:
    """Choose between two ideas, or skip them."""
    person, shown = somebody(), _round_of(round_id)
    ensure(policy.may_take_part(person, shown))
    one, other, chosen = (_number(request.form.get(name, "")) for name in ("one", "other", "winner"))
    try:
        winner = None if request.form.get("winner") == "skip" else chosen
        if one is None or other is None or (winner is None and request.form.get("winner") != "skip"):
            raise Invalid({"pair": _("Choose one of the two, or skip them.")})
        commands.compare(shown, one, other, winner, by=person)
    except Invalid as refusal:
        return _page(shown, error=refusal.errors["pair"]), 422
    return redirect(f"{shown.url}#pair", 303)


@blueprint.delete("/rounds/<id:round_id>/pairs")
def uncompare(round_id: int) -> Page:
    """Take back what one chose last."""
    person, shown = somebody(), _round_of(round_id)
    ensure(policy.may_take_part(person, shown))
    commands.uncompare(shown, by=person)
    return redirect(f"{shown.url}#pair", 303)


@blueprint.put("/rounds/<id:round_id>/closing")
def close_round(round_id: int) -> Page:
    """End a round now."""
    person, shown = somebody(), _round_of(round_id)
    ensure(policy.may_run_challenges(person))
    commands.close_round(shown, by=person)
    flash(_("The round is over. Everybody sees what came of it."))
    return redirect(shown.url, 303)


def _page(shown: Round, error: str = "") -> str:
    person, ideas = me(), queries.round_ideas(shown, me())
    results = policy.sees_results(person, shown)
    own = {idea.id for idea in ideas if policy.is_author(person, idea)}
    budget = shown.kind == BUDGET
    told: dict[str, Any] = {"given": queries.points_of(shown, person)} if budget else _pair(shown)
    if results:
        told["spread" if budget else "duels"] = (queries.spread_of if budget else queries.duels_of)(shown, ideas)
        shows = not shown.challenge.hides_votes or bool(policy.may_run_challenges(person))
        told["joined"] = queries.participant_count(shown.challenge, with_votes=shows)
    return render_template(
        "ideas/round.html", round=shown, ideas=ideas, own=own, may=policy.may_take_part(person, shown),
        results=bool(results), runs=policy.may_run_challenges(person), error=error,
        typed=request.form if error else {}, **told,
    )  # fmt: skip


def _pair(shown: Round) -> dict[str, Any]:
    person = me()
    if person is None or not shown.is_open:
        return {"pair": None, "done": 0, "all": 0}
    done, total = queries.pair_progress(shown, person)
    return {"pair": queries.next_pair(shown, person), "done": done, "all": total}


def _given(ideas: Any) -> dict[int, int]:
    """The points that were typed in; an empty field is none."""
    given: dict[int, int] = {}
    for idea in ideas:
        typed = request.form.get(f"points-{idea.id}", "").strip()
        number = _number(typed) if typed else 0
        if number is None:
            raise Invalid({"points": _("Use whole numbers from 0.")})
        given[idea.id] = number
    return given


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def _offered(challenge: Challenge) -> list[Idea]:
    """The ideas a round may be over: those that stand best."""
    return list(queries.listed(me(), challenge_id=challenge.id, limit=MOST_OFFERED).items)


def _round_of(round_id: int) -> Round:
    return found(queries.visible_round(me(), round_id))
