"""Reading certificates, and whom they clear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Person
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.training.models import REMIND_AGAIN_WITHIN, RENEW_WITHIN, Attempt, Certificate, Course
from app.training.queries.guidelines import accepted_version


def certificates_of(person: Person) -> Sequence[Certificate]:
    """Somebody's certificates, newest first, without those that a newer one replaced."""
    mine = select(Certificate).where(Certificate.person_id == person.id, Certificate.replaced_at.is_(None))
    return db.session.scalars(mine.order_by(Certificate.issued_at.desc(), Certificate.id.desc())).all()


def certificate_by_id(certificate_id: int) -> Certificate | None:
    """One certificate."""
    return db.session.get(Certificate, certificate_id)


def taken_back(person: Person, course: Course) -> Certificate | None:
    """The last certificate of a course that was taken back from somebody."""
    mine = (Certificate.person_id == person.id, Certificate.course_id == course.id, Certificate.revoked_at.is_not(None))
    return db.session.scalar(select(Certificate).where(*mine).order_by(Certificate.revoked_at.desc()).limit(1))


def attempt_behind(certificate: Certificate) -> Attempt | None:
    """The attempt that earned a certificate; none where it was granted."""
    return db.session.get(Attempt, certificate.attempt_id) if certificate.attempt_id else None


def certificate_for_attempt(attempt: Attempt) -> Certificate | None:
    """The certificate that an attempt earned."""
    return db.session.scalar(select(Certificate).where(Certificate.attempt_id == attempt.id))


def live_certificate(person: Person, action: str) -> Certificate | None:
    """The certificate that clears somebody for this action now, the one that lasts longest."""
    clearing = _live_of(person).join(Course, Course.id == Certificate.course_id).where(Course.clears == action)
    return db.session.scalar(clearing.order_by(Certificate.expires_at.desc()).limit(1))


def live_certificate_for(person: Person, course: Course) -> Certificate | None:
    """The certificate of this course that somebody holds now."""
    return db.session.scalar(_live_of(person).where(Certificate.course_id == course.id).limit(1))


def due_to_remind(limit: int = 500) -> Sequence[Certificate]:
    """Certificates that end soon and whose holders have not been reminded of it yet, or not this late."""
    moment = clock.now()
    soon = and_(Certificate.reminded_count == 0, Certificate.expires_at <= moment + RENEW_WITHIN)
    late = and_(Certificate.reminded_count < 2, Certificate.expires_at <= moment + REMIND_AGAIN_WITHIN)
    due = select(Certificate).where(*_is_live(moment), or_(soon, late))
    return db.session.scalars(due.order_by(Certificate.expires_at).limit(limit)).all()


def certificates_page(state: str, *, after: str | None = None, limit: int = 30) -> Page[Certificate]:
    """Certificates that are `ending` soon, in `force`, or `ended`, the newest first; replaced ones never."""
    moment = clock.now()
    shown = {
        "ending": (*_is_live(moment), Certificate.expires_at <= moment + RENEW_WITHIN),
        "force": _is_live(moment),
        "ended": (Certificate.replaced_at.is_(None), or_(*(~condition for condition in _is_live(moment)))),
    }
    return page(select(Certificate).where(*shown[state]), Certificate.id, after=after, limit=limit)


def due_to_lapse(limit: int = 500) -> Sequence[Certificate]:
    """Certificates past their last day of which nobody has been told."""
    due = (
        Certificate.lapsed_at.is_(None),
        Certificate.expires_at <= clock.now(),
        Certificate.revoked_at.is_(None),
        Certificate.replaced_at.is_(None),
    )
    return db.session.scalars(select(Certificate).where(*due).order_by(Certificate.expires_at).limit(limit)).all()


def basis(person: Person) -> dict[str, int | None]:
    """What an answer rests on, kept with it: the accepted guidelines and the certificate, if there is one."""
    certificate = live_certificate(person, "answer")
    return {"guidelines": accepted_version(person) or None, "certificate": certificate.id if certificate else None}


def holds_certificate(person_id: InstrumentedAttribute[int], action: str) -> ColumnElement[bool]:
    """Whether somebody holds a live certificate that clears an action, as a condition on a column of people."""
    live = _is_live(clock.now())
    held = select(Certificate.id).join(Course, Course.id == Certificate.course_id)
    return held.where(Certificate.person_id == person_id, Course.clears == action, *live).exists()


def _live_of(person: Person) -> Select[Certificate]:
    return select(Certificate).where(Certificate.person_id == person.id, *_is_live(clock.now()))


def _is_live(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Certificate.revoked_at.is_(None), Certificate.replaced_at.is_(None), Certificate.expires_at > moment)
