"""The queue, and what is done with one case."""

from __future__ import annotations

from flask import flash, redirect, request
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Conflict, Invalid, ensure, found
from app.moderation import commands, policy, queries
from app.moderation.forms import AnswerForm, DecisionForm, OpinionForm
from app.moderation.models import WAITING, Case
from app.moderation.views import frame
from app.moderation.views.bench import ask_form, bench
from app.moderation.views.frame import Answer, blueprint


@blueprint.get("/moderation")
def queue() -> Answer:
    """Cases by severity, with the first one's context beside."""
    person = somebody()
    ensure(policy.may_moderate(person))
    return bench(person, "decided" if request.args.get("state") == "decided" else "waiting", None)


@blueprint.get("/moderation/cases/<id:case_id>")
def case(case_id: int) -> Answer:
    """One case with its context, its author's history and the decision form, beside the queue."""
    person = somebody()
    ensure(policy.may_moderate(person))
    chosen = found(queries.visible_case(person, case_id))
    return bench(person, _state(chosen), chosen)


@blueprint.post("/moderation/cases/<id:case_id>/decision")
def decide(case_id: int) -> Answer:
    """Decide."""
    person = somebody()
    chosen = found(queries.visible_case(person, case_id))
    ensure(policy.may_decide(person, chosen))
    form = DecisionForm()
    if not form.validate_on_submit():
        return bench(person, _state(chosen), chosen, form), 422
    if "fill" in request.form:
        return _filled(person, chosen, form)
    try:
        commands.give(chosen, form.verdict, by=person)
    except Invalid as error:
        form.refuse(error)
        return bench(person, _state(chosen), chosen, form), 422
    except Conflict as error:
        flash(str(error), "error")
        return redirect(f"/moderation/cases/{case_id}", 303)
    flash(_("Decided. The author will be told."))
    return redirect(frame.address("/moderation", frame.chosen()), 303)


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


@blueprint.put("/moderation/cases/<id:case_id>/appeal")
def answer_appeal(case_id: int) -> Answer:
    """Answer an author's appeal, as somebody else than who decided."""
    person = somebody()
    chosen = found(queries.visible_case(person, case_id))
    ensure(policy.may_answer_appeal(person, chosen))
    form = AnswerForm()
    if not form.validate():
        return bench(person, _state(chosen), chosen, form), 422
    try:
        commands.answer_appeal(chosen, form.outcome.data, form.answer.data or "", by=person)
    except Conflict as error:
        flash(str(error), "error")
        return redirect(f"/moderation/cases/{case_id}", 303)
    flash(_("Answered. The author will be told."))
    return redirect(frame.address("/moderation", frame.chosen()), 303)


@blueprint.post("/moderation/cases/<id:case_id>/opinions")
def ask_opinion(case_id: int) -> Answer:
    """Ask a colleague what they would decide."""
    person = somebody()
    chosen = found(queries.visible_case(person, case_id))
    ensure(policy.may_decide(person, chosen))
    form = ask_form(person, chosen)
    if not form.validate_on_submit():
        return bench(person, _state(chosen), chosen, form), 422
    colleague = found(accounts.by_id(form.colleague.data))
    try:
        commands.ask_opinion(chosen, colleague, form.question.data or "", by=person)
    except Invalid as error:
        form.refuse(error)
        return bench(person, _state(chosen), chosen, form), 422
    except Conflict as error:
        flash(str(error), "error")
    else:
        flash(_("%(name)s is asked. Decide meanwhile, or wait.", name=colleague.name))
    return redirect(f"/moderation/cases/{case_id}", 303)


@blueprint.put("/moderation/opinions/<id:opinion_id>")
def give_opinion(opinion_id: int) -> Answer:
    """Say what one would decide."""
    person = somebody()
    asked = found(queries.opinion_asked_of(person, opinion_id))
    chosen = found(queries.visible_case(person, asked.case_id))
    ensure(policy.may_decide(person, chosen))
    form = OpinionForm()
    if not form.validate():
        return bench(person, _state(chosen), chosen, form), 422
    try:
        commands.give_opinion(asked, chosen, form.action.data, form.body.data or "", by=person)
    except Conflict as error:
        flash(str(error), "error")
    else:
        flash(_("Thank you. %(name)s is told.", name=asked.asked_by.name))
    return redirect(f"/moderation/cases/{asked.case_id}", 303)


def _filled(person: Person, case: Case, form: DecisionForm) -> Answer:
    """The form with the words that were chosen in their place, instead of what was written there."""
    form.reason.data = ""
    try:
        form.reason.data = commands.words_for(case, form.verdict)
    except (Invalid, Conflict) as error:
        form.refuse(error if isinstance(error, Invalid) else Invalid({"action": str(error)}))
    return bench(person, _state(case), case, form), 422


def _state(case: Case) -> str:
    """Which of the two lists a case stands in."""
    return "waiting" if case.state in WAITING else "decided"
