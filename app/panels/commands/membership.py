"""Joining, declining, leaving, and wanting no invitation at all."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.models import Person
from app.core import clock
from app.core.access import Conflict
from app.core.events import record
from app.extensions import db
from app.panels import drawing, queries
from app.panels.commands.holding import hold
from app.panels.events import InvitationAccepted, InvitationDeclined, MemberAsked, MemberLeft
from app.panels.models import Draw, Member, OptOut, Panel, Sheet, Study


def accept(panel: Panel, member: Member, *, by: Person) -> None:
    """Join; studies that are open now are asked of the new member too. Raises Conflict when it is too late."""
    hold(member)
    if member.state == "accepted":
        return
    if not member.is_waiting:
        raise Conflict(_("This invitation is no longer open."))
    member.state, member.joined_at = "accepted", clock.now()
    _count(panel.id, 1)
    record(InvitationAccepted(panel_id=panel.id, person_id=by.id), by=by, space_id=panel.space_id)
    for study in queries.open_studies(panel):
        ask_late(study, member)


def leave(panel: Panel, member: Member, *, by: Person) -> None:
    """Decline, or leave: what was answered stays without a name, and nothing more is asked."""
    hold(member)
    if member.state not in {"invited", "accepted"}:
        return
    was_in = member.state == "accepted"
    member.state, member.left_at = ("left" if was_in else "declined"), clock.now()
    if was_in:
        _count(panel.id, -1)
        cut_ties(panel, by)
    kind = MemberLeft if was_in else InvitationDeclined
    record(kind(panel_id=panel.id, person_id=by.id), by=by, space_id=panel.space_id)


def cut_ties(panel: Panel, person: Person) -> None:
    """Take somebody's name off what they said in a panel."""
    studies = Sheet.study_id.in_(select(Study.id).where(Study.panel_id == panel.id))
    db.session.execute(update(Sheet).where(studies, Sheet.person_id == person.id).values(person_id=None))


def opt_out(*, by: Person) -> None:
    """Want no invitation to any panel from now on."""
    if db.session.get(OptOut, by.id) is None:
        db.session.add(OptOut(person_id=by.id, at=clock.now()))
        db.session.flush()


def opt_in(*, by: Person) -> None:
    """Take that back."""
    if (kept := db.session.get(OptOut, by.id)) is not None:
        db.session.delete(kept)
        db.session.flush()


def note_delivered(draw: Draw, *, at: datetime) -> None:
    """Note that those of a draw who may sign in were told of their invitation; called by whoever tells them."""
    active = select(Person.id).where(Person.state == "active")
    told = (Member.draw_id == draw.id, Member.person_id.in_(active), Member.delivered_at.is_(None))
    db.session.execute(update(Member).where(*told).values(delivered_at=at))


def ask_late(study: Study, member: Member) -> None:
    """Give a new member a sheet of an open study, where fewest began so far."""
    hold(study)
    if study.closed_at is not None:
        return
    shown = [concept.id for concept in queries.concepts(study)]
    firsts = [sheet.concept_ids[0] for sheet in queries.asked(study) if sheet.concept_ids]
    order = drawing.late_order(member.person_id, shown, firsts, study.seed, all_of_them=study.design == "sequential")
    traits = queries.traits_of([member.person_id])[member.person_id]
    db.session.add(new_sheet(study, member, order, traits))
    study.asked_count += 1
    asked = MemberAsked(panel_id=study.panel_id, study_id=study.id, person_id=member.person_id)
    record(asked, by=None, space_id=study.panel.space_id)


def new_sheet(study: Study, member: Member, order: list[int], traits: dict[str, str]) -> Sheet:
    """A sheet with nothing on it yet."""
    return Sheet(
        study_id=study.id, person_id=member.person_id, cell=member.cell, traits=traits, concept_ids=order, answers={},
        withheld={}, asked_at=clock.now(),
    )  # fmt: skip


def _count(panel_id: int, change: int) -> None:
    values = {"member_count": Panel.member_count + change}
    db.session.execute(update(Panel).where(Panel.id == panel_id).values(**values))
