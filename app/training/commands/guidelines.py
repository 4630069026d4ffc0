"""Publishing guidelines and accepting them."""

from __future__ import annotations

import hashlib

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import Actor, record
from app.extensions import db
from app.training import queries
from app.training.events import GuidelinesAccepted, GuidelinesPublished
from app.training.models import Acceptance, Guideline


def publish_guideline(body: str, *, summary: str = "", major: bool = True, by: Actor | None) -> Guideline:
    """Bring a new version into force; the first is always major. Raises Invalid for an empty text."""
    if not body.strip():
        raise Invalid({"body": _("Write the guidelines first.")})
    latest = queries.current_guideline()
    guideline = Guideline(
        version=latest.version + 1 if latest else 1, major=major or latest is None, summary=text.tidy(summary),
        body=body, body_html=text.render(body), published_at=clock.now(),
    )  # fmt: skip
    db.session.add(guideline)
    db.session.flush()
    audit.log("training.guidelines_published", f"guideline:{guideline.id}", by=by, after={"version": guideline.version})
    published = GuidelinesPublished(guideline_id=guideline.id, version=guideline.version, major=guideline.major)
    record(published, by=by)
    return guideline


def accept_guidelines(version: int, *, by: Person) -> Acceptance:
    """Accept the guidelines in force; raises Conflict when another version came into force meanwhile."""
    current = queries.current_guideline()
    if current is None or current.version != version:
        raise Conflict(_("The guidelines changed while you were reading. Please read the newest version."))
    if accepted := queries.acceptance(by, version):
        return accepted
    digest = hashlib.sha256(current.body.encode()).hexdigest()
    accepted = Acceptance(person_id=by.id, version=version, text_hash=digest, at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(accepted)
    except IntegrityError:  # the same person's other click was faster
        return db.session.scalars(select(Acceptance).filter_by(person_id=by.id, version=version)).one()
    record(GuidelinesAccepted(person_id=by.id, version=version), by=by)
    return accepted
