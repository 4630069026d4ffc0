"""Issuing certificates, taking them back, and noting those that lapsed."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import Actor, record
from app.extensions import db
from app.training import queries
from app.training.events import CertificateEnding, CertificateIssued, CertificateLapsed, CertificateRevoked
from app.training.models import REMIND_AGAIN_WITHIN, RENEW_WITHIN, Attempt, Certificate, Course, Guideline

RETAKE_AFTER_DAYS, MOST_RETAKE_DAYS = 14, 365


def issue(
    course: Course, person: Person, *, source: str, attempt_id: int | None = None, reason: str = "", by: Actor | None
) -> Certificate:
    """Issue a certificate from now on, in place of one that the person still held for the course."""
    _replace(person, course)
    moment = clock.now()
    certificate = Certificate(
        person_id=person.id, person=person, course_id=course.id, course=course, attempt_id=attempt_id, source=source,
        reason=reason, issued_at=moment, expires_at=moment + timedelta(days=course.valid_days),
    )  # fmt: skip
    db.session.add(certificate)
    db.session.flush()
    record(CertificateIssued(**_ids(certificate)), by=by)
    return certificate


def certify(person: Person, course: Course, *, by: Actor | None, reason: str) -> Certificate:
    """Grant a certificate earned elsewhere, on the audit log; raises Invalid without a reason, or for a customer."""
    if not reason.strip():
        raise Invalid({"reason": _("Say where it was earned.")})
    if not person.is_employee:
        raise Invalid({"person": _("Only employees hold certificates.")})
    certificate = issue(course, person, source="granted", reason=reason.strip(), by=by)
    audit.log(
        "training.certificate_granted", f"person:{person.id}", by=by, reason=certificate.reason,
        after={"certificate": certificate.id, "course": course.slug},
    )  # fmt: skip
    return certificate


def revoke(certificate: Certificate, *, by: Actor | None, reason: str, wait_days: int = RETAKE_AFTER_DAYS) -> None:
    """Take a certificate back; what its holder had begun of the quiz ends, and they wait so many days to begin anew.

    Raises Conflict when it clears nobody any more, Invalid without a reason or for a number of days out of bounds.
    """
    if not certificate.is_live:
        raise Conflict(_("This certificate is not in force any more."))
    errors = {} if reason.strip() else {"reason": _("Say why it is taken back.")}
    if not 0 <= wait_days <= MOST_RETAKE_DAYS:
        errors["wait_days"] = _("Give between 0 and %(most)d days.", most=MOST_RETAKE_DAYS)
    if errors:
        raise Invalid(errors)
    moment = clock.now()
    certificate.revoked_at, certificate.revoked_because = moment, reason.strip()
    certificate.retake_at = moment + timedelta(days=wait_days)
    begun = (Attempt.person_id == certificate.person_id, Attempt.course_id == certificate.course_id)
    db.session.execute(delete(Attempt).where(*begun, Attempt.submitted_at.is_(None)))
    audit.log(
        "training.certificate_revoked", f"person:{certificate.person_id}", by=by, reason=reason.strip(),
        before={"certificate": certificate.id}, after={"wait_days": wait_days},
    )  # fmt: skip
    record(CertificateRevoked(**_ids(certificate)), by=by)


def release(certificate: Certificate, *, by: Actor) -> None:
    """Let whoever it was taken back from take the quiz again at once; raises Conflict when they may already."""
    if not certificate.holds_back:
        raise Conflict(_("They may take the quiz again already."))
    certificate.retake_at = clock.now()
    audit.log(
        "training.retake_released", f"person:{certificate.person_id}", by=by, after={"certificate": certificate.id}
    )


def end_by(guideline: Guideline) -> int:
    """Bring forward the last day of every certificate that clears an action to when a version binds; returns how many.

    From then on it has lapsed like any other: the gate closes by the clock, and its holder is told. Where that is soon,
    they are warned now, so that a grace of a day leaves them a day.
    """
    warnings = _warnings_due(guideline.binding_at)
    live = (
        Certificate.revoked_at.is_(None),
        Certificate.replaced_at.is_(None),
        Certificate.expires_at > guideline.binding_at,
        Certificate.course_id.in_(select(Course.id).where(Course.clears != "")),
    )
    ends = {"expires_at": guideline.binding_at, "ended_by_version": guideline.version, "reminded_count": warnings}
    shortened = update(Certificate).where(*live).values(**ends)
    ended = db.session.execute(shortened.returning(Certificate.id, Certificate.person_id, Certificate.course_id)).all()
    if warnings and guideline.binding_at > clock.now():
        for certificate_id, person_id, course_id in ended:
            ending = CertificateEnding(certificate_id=certificate_id, person_id=person_id, course_id=course_id)
            record(ending, by=None, at=guideline.published_at)
    return len(ended)


def remind() -> int:
    """Remind holders of certificates that end soon, in good time and once more towards the end; returns how many."""
    ending = queries.due_to_remind()
    for certificate in ending:
        certificate.reminded_count = _warnings_due(certificate.expires_at)
        record(CertificateEnding(**_ids(certificate)), by=None)
    return len(ending)


def note_lapsed() -> int:
    """Put into the book which certificates reached their last day, once each; returns how many."""
    lapsed = queries.due_to_lapse()
    for certificate in lapsed:
        certificate.lapsed_at = clock.now()
        record(CertificateLapsed(**_ids(certificate)), by=None, at=certificate.expires_at)
    return len(lapsed)


def _warnings_due(ends_at: datetime) -> int:
    """How many warnings the holder of a certificate that ends then has had by now: none, the first, or both."""
    left = ends_at - clock.now()
    return 0 if left > RENEW_WITHIN else 1 if left > REMIND_AGAIN_WITHIN else 2


def _replace(person: Person, course: Course) -> None:
    held = (
        Certificate.person_id == person.id,
        Certificate.course_id == course.id,
        Certificate.revoked_at.is_(None),
        Certificate.replaced_at.is_(None),
    )
    db.session.execute(update(Certificate).where(*held).values(replaced_at=clock.now()))


def _ids(certificate: Certificate) -> dict[str, int]:
    return {
        "certificate_id": certificate.id,
        "person_id": certificate.person_id,
        "course_id": certificate.course_id,
    }
