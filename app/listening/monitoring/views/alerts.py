"""Alert rules, and the alerts that they opened: taken, answered, closed."""

from __future__ import annotations

from flask import flash, redirect, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Conflict, Invalid, ensure, found
from app.listening.monitoring import commands, policy, queries
from app.listening.monitoring.forms import OutcomeForm, ReplyForm
from app.listening.monitoring.models import ALERT_STATES, Alert
from app.listening.monitoring.views.frame import Page, blueprint, drawn

PLACE = "/listening/alerts"
ONE = f"{PLACE}/<id:alert_id>"


@blueprint.get(PLACE)
def alerts() -> Page:
    """What waits, or was closed, or is one's own."""
    person = somebody()
    ensure(policy.may_answer_alerts(person))
    state = request.args.get("state", "")
    state, mine = state if state in ALERT_STATES else "", request.args.get("mine") == "1"
    page = queries.alerts(person, state=state, mine=mine, after=request.args.get("after"))
    texts = queries.texts_of(alert.mention for alert in page.items)
    return drawn("alerts.html", "alerts", page=page, texts=texts, state=state, mine=mine)


@blueprint.get(ONE)
def alert(alert_id: int) -> Page:
    """One, with what to do next."""
    person, shown = _one(alert_id)
    return _page(shown, person)


@blueprint.put(f"{ONE}/owner")
def acknowledge(alert_id: int) -> Page:
    """Take it."""
    person, shown = _one(alert_id)
    try:
        commands.acknowledge(shown, by=person)
    except Conflict as error:
        flash(str(error), "error")
    else:
        flash(_("It is yours."))
    return redirect(shown.url, 303)


@blueprint.post(f"{ONE}/reply")
def reply(alert_id: int) -> Page:
    """Say what was said back."""
    person, shown = _one(alert_id)
    form = ReplyForm()
    if not form.validate():
        return _page(shown, person, reply=form), 422
    try:
        commands.answer(shown, form.reply.data or "", reply_url=(form.reply_url.data or "").strip(), by=person)
    except Invalid as error:
        form.refuse(error)
        return _page(shown, person, reply=form), 422
    except Conflict as error:
        flash(str(error), "error")
    return redirect(shown.url, 303)


@blueprint.post(f"{ONE}/outcome")
def close_alert(alert_id: int) -> Page:
    """End it."""
    person, shown = _one(alert_id)
    form = OutcomeForm()
    if not form.validate():
        return _page(shown, person, end=form), 422
    try:
        commands.close(shown, form.outcome.data or "", by=person)
    except Invalid as error:
        form.refuse(error)
        return _page(shown, person, end=form), 422
    except Conflict as error:
        flash(str(error), "error")
    else:
        flash(_("The alert is closed."))
    return redirect(shown.url, 303)


def _one(alert_id: int) -> tuple[Person, Alert]:
    person = somebody()
    ensure(policy.may_answer_alerts(person))
    return person, found(queries.visible_alert(person, alert_id))


def _page(shown: Alert, person: Person, *, reply: ReplyForm | None = None, end: OutcomeForm | None = None) -> str:
    return drawn(
        "alert.html", "alerts", alert=shown, said=queries.texts_of([shown.mention])[shown.mention.id],
        reply=reply or ReplyForm(formdata=None), end=end or OutcomeForm(formdata=None),
        is_mine=shown.owner_id == person.id, lead=queries.lead_of(shown.mention),
    )  # fmt: skip
