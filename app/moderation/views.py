"""The queue, one case, and the form with which readers report."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core import realtime
from app.core.access import Conflict, Invalid, ensure, found
from app.moderation import commands, policy, queries, subjects
from app.moderation.forms import (
    ACTION_WORDS,
    REASON_WORDS,
    DecisionForm,
    FlagForm,
)
from app.moderation.models import Case
from app.screening import policy as screening

blueprint = Blueprint("moderation", __name__)
Answer = str | Response | BaseResponse | tuple[str, int]


@realtime.topic("moderation")
def may_watch(_identifier: str, person: Any) -> bool:
    """Moderators only."""
    return bool(policy.may_moderate(person))


@blueprint.route("/flags/new", methods=["GET", "POST"])
def flag() -> Answer:
    """Report something."""
    person = somebody()
    subject = found(subjects.find_visible(person, request.args.get("subject", "")))
    ensure(policy.may_flag(person, subject.author.id))
    form = FlagForm()
    if form.validate_on_submit():
        commands.flag(subject, form.reason.data, form.note.data or "", by=person)
        flash(_("Thank you. A moderator will look at it."))
        return redirect(subject.url, 303)
    return render_template("moderation/flag.html", form=form, subject=subject), 422 if form.errors else 200


@blueprint.get("/moderation")
def queue() -> Answer:
    """Cases by severity, with the first one's context beside."""
    person = somebody()
    ensure(policy.may_moderate(person))
    state = "decided" if request.args.get("state") == "decided" else "open"
    return _bench(person, state, None, DecisionForm())


@blueprint.get("/moderation/cases/<id:case_id>")
def case(case_id: int) -> Answer:
    """One case with its context, its author's history and the decision form, beside the queue."""
    person = somebody()
    ensure(policy.may_moderate(person))
    chosen = found(queries.visible_case(person, case_id))
    return _bench(person, chosen.state, chosen, DecisionForm())


@blueprint.post("/moderation/cases/<id:case_id>/decision")
def decide(case_id: int) -> Answer:
    """Decide."""
    person = somebody()
    chosen = found(queries.visible_case(person, case_id))
    ensure(policy.may_decide(person, chosen))
    form = DecisionForm()
    if not form.validate_on_submit():
        return _bench(person, chosen.state, chosen, form), 422
    try:
        commands.decide(chosen, form.action.data, form.reason.data or "", body=form.body.data, by=person)
    except Invalid as error:
        _blame(form, error, "reason")
        return _bench(person, chosen.state, chosen, form), 422
    except Conflict as error:
        flash(str(error), "error")
        return redirect(f"/moderation/cases/{case_id}", 303)
    flash(_("Decided. The author will be told."))
    return redirect("/moderation", 303)


@blueprint.delete("/moderation/cases/<id:case_id>/decision")
def undo(case_id: int) -> Answer:
    """Take the decision back."""
    person = somebody()
    chosen = found(queries.visible_case(person, case_id))
    ensure(policy.may_undo(person, chosen))
    try:
        commands.undo(chosen, by=person)
    except Conflict as error:
        flash(str(error), "error")
    else:
        flash(_("Taken back. Everything is as it was before."))
    return redirect(f"/moderation/cases/{case_id}", 303)


def _bench(person: Person, state: str, chosen: Case | None, form: DecisionForm) -> str:
    """The queue, a case (the first where none is chosen), and what is known about it."""
    page = queries.queue(person, state=state, after=request.args.get("after"))
    at_hand = chosen or next(iter(page.items), None)
    shown = subjects.find_all({case.subject for case in (*page.items, at_hand) if case})
    told = {"page": page, "subjects": shown, "state": state, "waiting": queries.open_count(person), "form": form}
    about = _about(person, at_hand) if at_hand else {}
    about["answered"] = subjects.answered_words(shown.get(at_hand.subject)) if at_hand else []
    if at_hand and request.method == "GET" and at_hand.subject in shown:
        form.body.data = shown[at_hand.subject].body
    return render_template(
        "moderation/bench.html",
        chosen=chosen,
        case=at_hand,
        may_set_rules=screening.may_set_rules(person),
        **told,
        **about,
    )


def _about(person: Person, case: Case) -> dict[str, Any]:
    """Nobody reads who reported their own post, moderator or not."""
    own = person.id == case.author_id
    return {
        "flags": [] if own else queries.flags_of(case),
        "decisions": queries.decisions_of(case),
        "history": [(c, d) for c, d in queries.history_of(person, case.author_id) if c.id != case.id],
        "may_decide": policy.may_decide(person, case),
        "has_page": subjects.find_visible(person, case.subject) is not None,
        "words": REASON_WORDS,
        "actions": ACTION_WORDS,
    }


def _blame(form: FlaskForm, error: Invalid, otherwise: str) -> None:
    for name, message in error.errors.items():
        form[name if name in form else otherwise].errors = [message]
