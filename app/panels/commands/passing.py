"""What happens by itself as time passes: studies open and close, invitations expire, reminders go, ties are cut."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import select, update

from app.core import clock, transaction
from app.core.events import record
from app.extensions import db
from app.panels import drawing, queries
from app.panels.commands.holding import hold
from app.panels.commands.membership import new_sheet
from app.panels.events import InvitationDeclined, MembersReminded, StudyClosed, StudyOpened, StudyReminded
from app.panels.models import Member, Panel, Sheet, Study

AT_ONCE = 500
REMIND_WITHIN = timedelta(days=3)
REMIND_AFTER = timedelta(days=3)


def pass_time() -> None:
    """Do all that is due now."""
    transaction.apart(queries.due_to_open(), open_study)
    transaction.apart(queries.due_to_close(), close_study)
    for study in queries.due_to_remind():
        study.reminded_at = clock.now()
        record(StudyReminded(panel_id=study.panel_id, study_id=study.id), by=None, space_id=study.panel.space_id)
    _expire()
    _remind()


def open_study(study: Study) -> None:
    """Ask every member: each gets a sheet with what they are to judge, in an order decided by lot."""
    hold(study)
    if study.opened_at is not None or not study.panel.is_open:
        return
    members = {member.person_id: member for member in queries.accepted(study.panel)}
    shown = [concept.id for concept in queries.concepts(study)]
    orders = drawing.orders(members, shown, study.seed, all_of_them=study.design == "sequential")
    traits = queries.traits_of(list(members))
    db.session.add_all(new_sheet(study, member, orders[person], traits[person]) for person, member in members.items())
    study.opened_at, study.asked_count = clock.now(), len(members)
    db.session.flush()
    record(StudyOpened(panel_id=study.panel_id, study_id=study.id), by=None, space_id=study.panel.space_id)


def close_study(study: Study) -> None:
    """Take no more answers."""
    hold(study)
    if study.closed_at is not None:
        return
    study.closed_at = min(clock.now(), study.closes_at)
    record(StudyClosed(panel_id=study.panel_id, study_id=study.id), by=None, space_id=study.panel.space_id)


def cut_old_ties() -> None:
    """Take the names off what was said longer ago than its panel keeps them, as the invitation promised."""
    for study in queries.due_to_cut():
        db.session.execute(update(Sheet).where(Sheet.study_id == study.id).values(person_id=None))
        study.cut_at = clock.now()


def _expire() -> None:
    over = (Member.state == "invited", Member.expires_at <= clock.now())
    for member in _held(*over):
        member.state, member.left_at = "expired", member.expires_at
        record(InvitationDeclined(panel_id=member.panel_id, person_id=member.person_id), by=None)


def _remind() -> None:
    """Each once, when few days are left and the invitation lay for some."""
    now = clock.now()
    due = (
        Member.state == "invited", Member.reminded_at.is_(None), Member.expires_at <= now + REMIND_WITHIN,
        Member.invited_at <= now - REMIND_AFTER, Member.panel_id.in_(select(Panel.id).where(Panel.state == "open")),
    )  # fmt: skip
    by_panel: dict[int, list[int]] = defaultdict(list)
    for member in _held(*due):
        member.reminded_at = now
        by_panel[member.panel_id].append(member.person_id)
    for panel_id, people in by_panel.items():
        record(MembersReminded(panel_id=panel_id, person_ids=people), by=None)


def _held(*due: object) -> list[Member]:
    """So many that are due, which no other worker has in hand."""
    query = select(Member).where(*due).order_by(Member.id).limit(AT_ONCE)  # type: ignore[arg-type]
    return list(db.session.scalars(query.with_for_update(of=Member, skip_locked=True)).unique())
