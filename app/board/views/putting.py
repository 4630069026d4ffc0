"""Handing a question over, and putting it aside."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Response, flash, redirect, request
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.current import somebody
from app.board import commands, policy
from app.board.forms import HandingForm
from app.board.views.desk import desk_page
from app.board.views.frame import Page, blueprint, desk_address, question_of
from app.core import clock
from app.core.access import Conflict, Invalid, ensure

STEPS = {"hours": timedelta(hours=3), "tomorrow": timedelta(days=1), "week": timedelta(days=7)}


@blueprint.post("/questions/<id:question_id>/handover")
def hand_over(question_id: int) -> Page:
    """Let a colleague go on with it."""
    person, question, form = somebody(), question_of(question_id), HandingForm()
    ensure(policy.may_claim(person, question))
    try:
        if form.validate_on_submit():
            to = accounts.by_handle((form.to.data or "").strip().removeprefix("@"))
            if to is None:
                raise Invalid({"to": _("Nobody has this handle. Choose one from the list.")})
            commands.hand_over(question, to, form.note.data or "", by=person)
            flash(_("%(name)s has it now, and was told.", name=to.name))
            return redirect(desk_address(), 303)
    except Invalid as refusal:
        form.refuse(refusal)
    except Conflict as conflict:
        form.refuse(Invalid({"to": str(conflict)}))
        return desk_page(question, handing=form), 409
    return desk_page(question, handing=form), 422


@blueprint.put("/questions/<id:question_id>/snooze")
def snooze(question_id: int) -> Page:
    """Put it aside, in one's own queue only."""
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_work(person))
    commands.snooze(question, _until(request.form.get("until", "")), by=person)
    flash(_("Put aside. It comes back by itself."))
    return redirect(desk_address(), 303)


@blueprint.delete("/questions/<id:question_id>/snooze")
def wake(question_id: int) -> Page:
    """Take it back into one's queue."""
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_work(person))
    commands.wake(question, by=person)
    return redirect(desk_address(question), 303)


@blueprint.put("/questions/<id:question_id>/claim/extension")
def extend_claim(question_id: int) -> Response:
    """Hold on to one's claim, as typing does; 409 when it is not one's own any more."""
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_claim(person, question))
    return Response(status=204 if commands.extend(question, by=person) else 409)


def _until(step: str) -> datetime:
    if step not in STEPS:
        raise Invalid({"until": _("Choose how long.")})
    return clock.now() + STEPS[step]
