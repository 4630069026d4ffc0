"""Answering ideas: the official response, holding answers, who sees to it, what gates need said."""

from __future__ import annotations

from datetime import UTC, datetime, time

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.current import somebody
from app.core.access import Invalid, ensure
from app.core.hours import zone_of
from app.ideas import commands, policy
from app.ideas.forms import HoldingForm, OwnerForm, ResponseForm
from app.ideas.queries.promises import answers_due, record_kept
from app.ideas.views.frame import Page, blueprint, idea_of
from app.ideas.views.idea import idea_page
from app.ideas.views.moving import mover
from app.spaces import queries as spaces


@blueprint.put("/ideas/<id:idea_id>/response")
def respond(idea_id: int) -> Page:
    """Give or change the official response."""
    person, idea = mover(idea_id)
    form = ResponseForm()
    try:
        if form.validate_on_submit():
            commands.respond(idea, form.body.data or "", by=person)
            flash(_("The response is on the idea."))
            return redirect(f"{idea.url}#official", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return idea_page(idea, responding=form), 422


@blueprint.delete("/ideas/<id:idea_id>/response")
def withdraw_response(idea_id: int) -> Page:
    """Take the official response back."""
    person, idea = mover(idea_id)
    commands.withdraw_response(idea, by=person)
    flash(_("The official response is taken back."))
    return redirect(idea.url, 303)


@blueprint.post("/ideas/<id:idea_id>/holding-answers")
def put_off(idea_id: int) -> Page:
    """Say why the answer takes longer, and until when: the end of that day in the space."""
    person, idea = mover(idea_id)
    form = HoldingForm()
    try:
        if form.validate_on_submit() and form.until.data:
            zone = zone_of(spaces.calendar_of(idea.space_id).zone)
            until = datetime.combine(form.until.data, time(23, 59), tzinfo=zone).astimezone(UTC)
            commands.put_off(idea, form.reason.data or "", until, by=person)
            flash(_("The new date is on the idea, with your reason."))
            return redirect(idea.url, 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return idea_page(idea, holding=form), 422


@blueprint.put("/ideas/<id:idea_id>/owner")
def name_owner(idea_id: int) -> Page:
    """Say who sees to an idea."""
    person, idea = mover(idea_id)
    form = OwnerForm()
    try:
        if form.validate_on_submit():
            handle = (form.handle.data or "").strip().removeprefix("@")
            owner = accounts.by_handle(handle) if handle else None
            if handle and owner is None:
                raise Invalid({"handle": _("Nobody has this handle.")})
            commands.name_owner(idea, owner, by=person)
            return redirect(idea.url, 303)
    except Invalid as refusal:
        form.refuse(Invalid({"handle": str(refusal)}))
    return idea_page(idea, owning=form), 422


@blueprint.put("/ideas/<id:idea_id>/gates/<stage>/criteria/<criterion>/tick")
def tick(idea_id: int, stage: str, criterion: str) -> Page:
    """Say that a criterion is met which no figure tells."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_tick(person, idea, commands.criterion_of(idea, stage, criterion)))
    commands.tick(idea, criterion, request.form.get("note", "")[:1000], by=person)
    return redirect(f"/ideas/{idea.id}/moves/new?stage={stage}" if policy.may_decide(person, idea) else idea.url, 303)


@blueprint.delete("/ideas/<id:idea_id>/gates/<stage>/criteria/<criterion>/tick")
def untick(idea_id: int, stage: str, criterion: str) -> Page:
    """Take a tick back."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_tick(person, idea, commands.criterion_of(idea, stage, criterion)))
    commands.untick(idea, criterion, by=person)
    return redirect(f"/ideas/{idea.id}/moves/new?stage={stage}" if policy.may_decide(person, idea) else idea.url, 303)


@blueprint.delete("/ideas/<id:idea_id>/gates/<stage>/criteria/<criterion>/waiver")
def unwaive(idea_id: int, stage: str, criterion: str) -> Page:
    """Take a waiver back that nothing went through on."""
    person, idea = mover(idea_id)
    ensure(policy.may_waive(person, idea, commands.criterion_of(idea, stage, criterion)))
    commands.unwaive(idea, stage, criterion, by=person)
    return redirect(f"/ideas/{idea.id}/moves/new?stage={stage}", 303)


@blueprint.get("/shortlist/answers")
def list_answers_due() -> Page:
    """What is owed an answer, the most overdue first, and how well promises were kept."""
    person = somebody()
    ensure(policy.may_run_challenges(person))
    page = answers_due(person, after=request.args.get("after"))
    return render_template("ideas/answers_due.html", page=page, kept=record_kept(person))
