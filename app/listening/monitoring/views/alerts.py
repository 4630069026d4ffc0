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
    """Say something back where it was said, or keep what was."""
    person, shown = _one(alert_id)
    form = ReplyForm()
    if form.send.data:
        ensure(policy.may_speak_there(person))
    if not form.validate():
        return _page(shown, person, reply=form), 422
    try:
        if form.send.data:
            commands.send_reply(shown, form.reply.data or "", by=person)
            flash(_("It is on its way."))
        else:
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
    state, way = queries.reply_states([shown])[shown.id], queries.way_to(shown.back or shown.mention)
    form, may_speak = reply or _reply_form(shown, state), policy.may_speak_there(person)
    if way and may_speak:
        form.reply.label.text = _("What do you reply?")
    texts = queries.texts_of([shown.mention, *([shown.back] if shown.back else [])])
    return drawn(
        "alert.html", "alerts", alert=shown, said=texts[shown.mention.id], back=texts.get(shown.back_id or 0),
        reply=form, end=end or OutcomeForm(formdata=None), reply_state=state,
        is_mine=shown.owner_id == person.id, lead=queries.lead_of(shown.mention),
        way=way, may_speak=may_speak,
    )  # fmt: skip


def _reply_form(shown: Alert, state: str) -> ReplyForm:
    """Empty, or with the words that did not arrive."""
    return ReplyForm(formdata=None, data={"reply": shown.reply} if state == queries.FAILED else None)
