"""Publishing guidelines, and accepting them."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import Actor, record
from app.core.versions import Words, check_version
from app.extensions import db
from app.training import queries
from app.training.commands.certificates import end_by
from app.training.events import GuidelinesAccepted, GuidelinesBound, GuidelinesPublished
from app.training.models import Acceptance, Guideline

MOST_GRACE_DAYS = 180


def publish_guideline(
    body: str,
    *,
    summary: str = "",
    major: bool = True,
    grace_days: int = 0,
    recertify: bool = False,
    after: str | None = None,
    by: Actor | None,
) -> Guideline:
    """Bring a new version into force; the first is always major, and binds at once.

    A major one must be accepted within so many days of grace, 0 for at once; with `recertify` the certificates that
    clear an action end when the grace does. Raises Invalid for an empty text, or for what only a major version has, and
    Stale where the version is given that it comes `after`, and that is not the latest.
    """
    latest, moment = queries.current_guideline(), clock.now()
    if latest is not None:
        check_version(Words(str(latest.version), latest.body), after)
    _check(body, grace_days, recertify, major=major or latest is None)
    grace = timedelta(days=grace_days if latest else 0)
    guideline = Guideline(
        version=latest.version + 1 if latest else 1, major=major or latest is None, summary=text.tidy(summary),
        body=body, body_html=text.render(body), published_at=moment, binding_at=moment + grace, recertify=recertify,
    )  # fmt: skip
    db.session.add(guideline)
    db.session.flush()
    ended = end_by(guideline) if recertify else 0
    audit.log(
        "training.guidelines_published", f"guideline:{guideline.id}", by=by,
        after={
            "version": guideline.version, "major": guideline.major, "grace_days": grace.days, "recertify": recertify,
            "certificates_ended": ended, "text_hash": digest(body),
        },
    )  # fmt: skip
    published = GuidelinesPublished(guideline_id=guideline.id, version=guideline.version, major=guideline.major)
    record(published, by=by)
    note_bound()
    return guideline


def note_bound() -> int:
    """Put into the book which major versions bind from now on, once each; returns how many."""
    binding = queries.due_to_bind()
    for guideline in binding:
        guideline.bound_at = clock.now()
        bound = GuidelinesBound(guideline_id=guideline.id, version=guideline.version)
        record(bound, by=None, at=guideline.binding_at)
    return len(binding)


def accept_guidelines(version: int, *, by: Person) -> Acceptance:
    """Accept the guidelines in force; raises Conflict when another version came into force meanwhile."""
    current = queries.current_guideline()
    if current is None or current.version != version:
        raise Conflict(_("The guidelines changed while you were reading. Please read the newest version."))
    if accepted := queries.acceptance(by, version):
        return accepted
    accepted = Acceptance(person_id=by.id, version=version, text_hash=digest(current.body), at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(accepted)
    except IntegrityError:  # the same person's other click was faster
        return db.session.scalars(select(Acceptance).filter_by(person_id=by.id, version=version)).one()
    record(GuidelinesAccepted(person_id=by.id, version=version), by=by)
    return accepted


def digest(body: str) -> str:
    """The hash by which a text that somebody accepted is known: SHA-256 of its UTF-8, in hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()


def _check(body: str, grace_days: int, recertify: bool, *, major: bool) -> None:
    errors = {}
    if not body.strip():
        errors["body"] = _("Write the guidelines first.")
    if not 0 <= grace_days <= MOST_GRACE_DAYS:
        errors["grace_days"] = _("Give between 0 and %(most)d days.", most=MOST_GRACE_DAYS)
    if not major and (recertify or grace_days):
        errors["major"] = _("Only a version that everybody must accept has a grace, or ends certificates.")
    if errors:
        raise Invalid(errors)
