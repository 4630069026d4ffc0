"""Deciding many cases in one go."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure, found
from app.moderation import commands, policy, queries, subjects
from app.moderation.commands.many import MOST
from app.moderation.forms import ACTION_WORDS, CODE_WORDS, ManyForm
from app.moderation.models import ACTIONS, Case
from app.moderation.views.frame import Answer, address, blueprint, chosen

SHOWN = 100


@blueprint.get("/moderation/together")
def together() -> Answer:
    """What waits as a plain list, to choose from."""
    person = somebody()
    ensure(policy.may_moderate(person))
    return _page(person, ManyForm(formdata=None))


@blueprint.post("/moderation/together")
def decide_together() -> Answer:
    """Give all that was chosen the same verdict."""
    person = somebody()
    ensure(policy.may_moderate(person))
    form = ManyForm()
    if not form.validate_on_submit():
        return _page(person, form), 422
    cases = _cases(person, form)
    if policy.needs_proof(form.action.data, len(cases)) and not form.is_proved(person):
        return _page(person, form, proof=True), 422
    try:
        came = commands.give_all(cases, form.verdict, by=person)
    except Invalid as error:
        form.refuse(error)
        return _page(person, form), 422
    flash(_("Decided: %(done)d. Left: %(left)d.", done=came.done, left=len(came.left)))
    return redirect(f"/moderation/batches/{came.batch}", 303)


@blueprint.get("/moderation/batches/<batch>")
def batch(batch: str) -> Answer:
    """What was decided in one go."""
    person = somebody()
    ensure(policy.may_moderate(person))
    page = queries.in_batch(person, batch, after=request.args.get("after"))
    found(page.items or None)
    cases = queries.cases_by_id(person, [made.case_id for made in page.items])
    shown = subjects.find_all(case.subject for case in cases.values())
    return render_template(
        "moderation/batch.html", page=page, batch=batch, cases=cases, subjects=shown, actions=ACTION_WORDS,
        codes=CODE_WORDS, stands=bool(queries.standing_in_batch(person, batch, 1)),
    )  # fmt: skip


@blueprint.delete("/moderation/batches/<batch>")
def undo_batch(batch: str) -> Answer:
    """Take back all of it that stands."""
    person = somebody()
    ensure(policy.may_moderate(person))
    cases = found(queries.standing_in_batch(person, batch) or None)
    came = commands.undo_all([case for case in cases if policy.may_undo(person, case)], batch, by=person)
    flash(_("Taken back: %(done)d. Left: %(left)d.", done=came.done, left=len(came.left)))
    return redirect(f"/moderation/batches/{batch}", 303)


def _cases(person: Person, form: ManyForm) -> Sequence[Case]:
    """What was chosen, of what this person may decide."""
    ids = None if form.everything.data else form.case.data
    cases = queries.chosen_cases(person, chosen(), ids, MOST)
    return [case for case in cases if policy.may_decide(person, case)]


def _page(person: Person, form: ManyForm, *, proof: bool = False) -> str:
    choice = chosen()
    cases = queries.chosen_cases(person, choice, None, SHOWN)
    return render_template(
        "moderation/together.html", cases=cases, subjects=subjects.find_all(case.subject for case in cases), form=form,
        choice=choice, kept=address("", choice), matching=min(queries.open_count(person, choice), MOST), proof=proof,
        keys={action: place for place, action in enumerate(ACTIONS, 1)}, places=queries.waiting_by_space(person),
    )  # fmt: skip
