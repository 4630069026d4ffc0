"""Mentors, and the probation they lead novices through."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Invalid
from app.core.events import Actor, record
from app.extensions import db
from app.training import queries
from app.training.events import PairMade, ProbationEnded
from app.training.models import APPROVED, SENT_BACK, MentorPair, Probation


def pair(mentor: Person, novice: Person, *, by: Actor | None) -> MentorPair:
    """Give a novice a mentor, in place of the one before; raises Invalid for people who cannot be paired."""
    if not mentor.has_role("mentor") or not mentor.is_employee:
        raise Invalid({"mentor": _("%(name)s is not a mentor.", name=mentor.name)})
    if not novice.is_employee or novice.id == mentor.id:
        raise Invalid({"novice": _("A mentor leads another employee.")})
    before = queries.mentor_of(novice)
    running = (MentorPair.novice_id == novice.id, MentorPair.ended_at.is_(None))
    db.session.execute(update(MentorPair).where(*running).values(ended_at=clock.now()))
    made = MentorPair(mentor_id=mentor.id, mentor=mentor, novice_id=novice.id, novice=novice, started_at=clock.now())
    db.session.add(made)
    db.session.flush()
    audit.log(
        "training.pair_made", f"person:{novice.id}", by=by,
        before={"mentor": before.id if before else None}, after={"mentor": mentor.id},
    )  # fmt: skip
    record(PairMade(mentor_id=mentor.id, novice_id=novice.id), by=by)
    return made


def count_decision(person: Person, *, approved: bool, by: Actor | None = None) -> bool:
    """Count what was decided about a novice's answer; returns whether it ended the probation.

    It ends by rule: so many approved of the last so many decided, whatever came before these.
    """
    held = select(Probation).where(Probation.person_id == person.id).with_for_update(of=Probation)
    probation = db.session.scalar(held.execution_options(populate_existing=True))
    if probation is None:
        probation = Probation(person_id=person.id, decided="")
        db.session.add(probation)
    if probation.ended_at is not None:
        return False
    probation.decided = (probation.decided + (APPROVED if approved else SENT_BACK))[-queries.DECISIONS_COUNTED :]
    if probation.approved_count < queries.APPROVALS_NEEDED:
        return False
    probation.ended_at = clock.now()
    record(ProbationEnded(person_id=person.id), by=by)
    return True
