"""What readers say of what they read."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import clock
from app.core.events import record
from app.extensions import db
from app.insights.events import ResolutionRecorded
from app.insights.models import Journey, Resolution


def resolve(journey: Journey, subject: str, *, by: Person | None) -> Resolution:
    """Note that something read solved it; once a journey and subject."""
    mine = select(Resolution).where(Resolution.journey_id == journey.id, Resolution.subject == subject)
    if (known := db.session.scalar(mine)) is not None:
        return known
    made = Resolution(
        journey_id=journey.id, subject=subject, person_id=by.id if by else None, solved=True, at=clock.now()
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # pressed twice, and the other request was faster
        return db.session.scalars(mine).one()
    record(ResolutionRecorded(resolution_id=made.id, subject=subject, person_id=made.person_id), by=by)
    return made


def reply(resolution: Resolution, *, solved: bool, otherwise: bool) -> None:
    """Answer the two survey questions: is it solved, and would you have contacted us otherwise."""
    resolution.solved, resolution.otherwise, resolution.replied_at = solved, otherwise, clock.now()
