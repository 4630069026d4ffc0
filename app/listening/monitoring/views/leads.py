"""Leads: made of a mention, handed over, and what became of them."""

from __future__ import annotations

from flask import flash, redirect, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Conflict, Invalid, ensure, found
from app.listening.monitoring import commands, policy, queries
from app.listening.monitoring.forms import HandOverForm, LeadEndForm
from app.listening.monitoring.models import LEAD_STATES, Lead
from app.listening.monitoring.views.frame import Page, blueprint, drawn

PLACE = "/listening/leads"
ONE = f"{PLACE}/<id:lead_id>"


@blueprint.get(PLACE)
def leads() -> Page:
    """Those for one's eyes."""
    person = somebody()
    ensure(policy.may_see_leads(person))
    state = request.args.get("state", "")
    state = state if state in LEAD_STATES else ""
    page = queries.leads(person, state=state, after=request.args.get("after"))
    texts = queries.texts_of(lead.mention for lead in page.items)
    return drawn("leads.html", "leads", page=page, texts=texts, state=state)


@blueprint.post("/listening/mentions/<id:mention_id>/lead")
def make_lead(mention_id: int) -> Page:
    """Mark a mention as a lead."""
    person = somebody()
    ensure(policy.may_hand_over(person))
    lead = commands.find_lead(found(queries.visible_mention(person, mention_id)))
    return redirect(lead.url, 303)


@blueprint.get(ONE)
def lead(lead_id: int) -> Page:
    """One, with what to do next."""
    person, shown = _one(lead_id)
    return _page(shown, person)


@blueprint.post(f"{ONE}/owner")
def hand_lead_over(lead_id: int) -> Page:
    """Let a colleague follow it up."""
    person, shown = _one(lead_id)
    ensure(policy.may_hand_over(person))
    form = HandOverForm()
    if not form.validate():
        return _page(shown, person, over=form), 422
    try:
        commands.hand_over(
            shown, form.colleague(), consent=form.consent.data or "", grounds=form.grounds.data or "",
            note=form.note.data or "", by=person,
        )  # fmt: skip
    except Invalid as error:
        form.refuse(error)
        return _page(shown, person, over=form), 422
    except Conflict as error:
        flash(str(error), "error")
    else:
        flash(_("It is handed over."))
    return redirect(shown.url, 303)


@blueprint.post(f"{ONE}/outcome")
def close_lead(lead_id: int) -> Page:
    """Say what became of it."""
    person, shown = _one(lead_id)
    ensure(policy.may_close_lead(person, shown))
    form = LeadEndForm()
    if not form.validate():
        return _page(shown, person, end=form), 422
    try:
        commands.close_lead(shown, form.state.data or "", form.outcome.data or "", by=person)
    except Invalid as error:
        form.refuse(error)
        return _page(shown, person, end=form), 422
    except Conflict as error:
        flash(str(error), "error")
    return redirect(shown.url, 303)


def _one(lead_id: int) -> tuple[Person, Lead]:
    person = somebody()
    ensure(policy.may_see_leads(person))
    return person, found(queries.visible_lead(person, lead_id))


def _page(shown: Lead, person: Person, *, over: HandOverForm | None = None, end: LeadEndForm | None = None) -> str:
    return drawn(
        "lead.html", "leads", lead=shown, said=queries.texts_of([shown.mention])[shown.mention.id],
        over=over or HandOverForm(formdata=None), end=end or LeadEndForm(formdata=None),
        may_hand_over=policy.may_hand_over(person), may_close=policy.may_close_lead(person, shown),
    )  # fmt: skip
