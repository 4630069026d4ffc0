"""The queue, one case, and the form with which readers report."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.current import somebody
from app.core import realtime
from app.core.access import Conflict, Invalid, ensure, found
from app.moderation import commands, policy, queries, subjects
from app.moderation.forms import REASON_WORDS, DecisionForm, FlagForm

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
    page = queries.queue(person, state=state, after=request.args.get("after"))
    shown = {case.id: subjects.find(case.subject) for case in page.items}
    return render_template(
        "moderation/queue.html", page=page, subjects=shown, state=state, waiting=queries.open_count(person)
    )


@blueprint.get("/moderation/cases/<id:case_id>")
def case(case_id: int) -> Answer:
    """One case with its context, its author's history and the decision form."""
    person = somebody()
    ensure(policy.may_moderate(person))
    return _case_page(case_id, DecisionForm(), 200)


@blueprint.post("/moderation/cases/<id:case_id>/decision")
def decide(case_id: int) -> Answer:
    """Decide."""
    person = somebody()
    chosen = found(queries.visible_case(person, case_id))
    ensure(policy.may_decide(person, chosen))
    form = DecisionForm()
    if not form.validate_on_submit():
        return _case_page(case_id, form, 422)
    try:
        commands.decide(chosen, form.action.data, form.reason.data or "", body=form.body.data, by=person)
    except Invalid as error:
        for name, message in error.errors.items():
            form[name if name in form else "reason"].errors = [message]
        return _case_page(case_id, form, 422)
    except Conflict as error:
        flash(str(error), "error")
        return redirect(f"/moderation/cases/{case_id}", 303)
    flash(_("Decided. The author has been told."))
    return redirect("/moderation", 303)


@blueprint.delete("/moderation/cases/<id:case_id>/decision")
def undo(case_id: int) -> Answer:
    """Take the decision back."""
    person = somebody()
    chosen = found(queries.visible_case(person, case_id))
    ensure(policy.may_undo(person, chosen))
    commands.undo(chosen, by=person)
    flash(_("Taken back. Everything is as it was before."))
    return redirect(f"/moderation/cases/{case_id}", 303)


def _case_page(case_id: int, form: DecisionForm, status: int) -> Answer:
    person = somebody()
    chosen = found(queries.visible_case(person, case_id))
    subject = subjects.find(chosen.subject)
    if not form.body.data and subject is not None:
        form.body.data = subject.body
    return render_template(
        "moderation/case.html",
        case=chosen,
        subject=subject,
        form=form,
        flags=queries.flags_of(chosen),
        decisions=queries.decisions_of(chosen),
        history=[(c, d) for c, d in queries.history_of(chosen.author_id) if c.id != chosen.id],
        may_decide=policy.may_decide(person, chosen),
        words=REASON_WORDS,
    ), status
