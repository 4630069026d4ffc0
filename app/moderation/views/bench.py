"""The queue, one case, and the form with which readers report."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core import realtime
from app.core.access import Conflict, Invalid, ensure, found
from app.moderation import commands, policy, queries, subjects
from app.moderation.forms import (
    ACTION_WORDS,
    CODE_WORDS,
    REASON_WORDS,
    DecisionForm,
    FlagForm,
)
from app.moderation.models import ACTIONS, Case
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
    if "fill" in request.form:
        form.reason.data = commands.usual_words(chosen, form.verdict)
        return _bench(person, chosen.state, chosen, form), 422
    try:
        commands.give(chosen, form.verdict, by=person)
    except Invalid as error:
        form.refuse(error)
        return _bench(person, chosen.state, chosen, form), 422
    except Conflict as error:
        flash(str(error), "error")
        return redirect(f"/moderation/cases/{case_id}", 303)
    flash(_("Decided. The author will be told."))
    return redirect(address("/moderation", _choice()), 303)


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


def address(path: str, choice: queries.Choice) -> str:
    """An address that keeps what was chosen of the queue."""
    return f"{path}?{urlencode(choice.words)}" if choice.words else path


def _choice() -> queries.Choice:
    return queries.Choice.of(request.args)


def _bench(person: Person, state: str, chosen: Case | None, form: DecisionForm) -> str:
    """The queue, a case (the first where none is chosen), and what is known about it."""
    choice = _choice()
    page = queries.queue(person, state=state, choice=choice, after=request.args.get("after"))
    at_hand = chosen or next(iter(page.items), None)
    shown = subjects.find_all({case.subject for case in (*page.items, at_hand) if case})
    about = _about(person, at_hand, shown.get(at_hand.subject)) if at_hand else {}
    if at_hand and request.method == "GET" and at_hand.subject in shown:
        form.body.data = shown[at_hand.subject].body
    return render_template(
        "moderation/bench.html", page=page, subjects=shown, state=state, form=form, chosen=chosen, case=at_hand,
        choice=choice, kept=address("", choice), waiting=queries.open_count(person),
        places=queries.waiting_by_space(person), may_set_rules=screening.may_set_rules(person), **about,
    )  # fmt: skip


def _about(person: Person, case: Case, subject: subjects.Subject | None) -> dict[str, Any]:
    """Nobody reads who reported their own post, moderator or not."""
    own = person.id == case.author_id
    return {
        "answered": subjects.answered_words(subject),
        "above": subjects.above(subject) if subject else [],
        "earlier": queries.earlier_of(person, case),
        "record": queries.record_of(person, case.author_id),
        "flags": [] if own else queries.flags_of(case),
        "decisions": queries.decisions_of(case),
        "history": [(c, d) for c, d in queries.history_of(person, case.author_id) if c.id != case.id],
        "may_decide": policy.may_decide(person, case),
        "has_page": subjects.find_visible(person, case.subject) is not None,
        "words": REASON_WORDS,
        "actions": ACTION_WORDS,
        "codes": CODE_WORDS,
        "keys": {action: place for place, action in enumerate(ACTIONS, 1)},
    }
