"""Signing a badge for its holder, and taking the signature back."""

from __future__ import annotations

import uuid
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Invalid
from app.core.events import record
from app.extensions import db
from app.recognition import credentials, queries, signing
from app.recognition.events import CredentialIssued, CredentialRevoked
from app.recognition.models import Award, Credential

LONGEST_REASON = 300
AT_ONCE = 500


def issue(award: Award, *, by: Person) -> Credential:
    """Sign a badge that somebody holds, to show elsewhere; returns the one there is, where that still says the same."""
    db.session.execute(select(Person.id).where(Person.id == by.id).with_for_update())
    if (known := queries.credential_for(award)) is not None:
        return known
    name, about = queries.words_of(award)
    made = Credential(
        serial=str(uuid.uuid4()), person_id=by.id, person=by, badge=award.badge, version=award.version,
        topic_id=award.topic_id, name=name[:120], token="", issued_at=clock.now(), ends_at=award.ends_at, reason="",
        kept=False,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    what = credentials.achievement(award.badge, award.version, award.topic_id, name, about)
    made.token = signing.sign(credentials.payload(_claim(made, award, what)))
    audit.log("recognition.credential_issued", f"person:{by.id}", by=by, after={"badge": award.badge})
    record(CredentialIssued(credential_id=made.id, person_id=by.id), by=by)
    return made


def revoke(credential: Credential, reason: str, *, by: Person) -> None:
    """Take a signed badge back for good; whoever it is not says why."""
    reason = text.tidy(reason)
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Use at most %(most)d characters.", most=LONGEST_REASON)})
    if not reason and by.id != credential.person_id:
        raise Invalid({"reason": _("Say why: they read it.")})
    if credential.revoked_at is not None:
        return
    credential.revoked_at, credential.revoked_by_id, credential.reason = clock.now(), by.id, reason
    after = {"badge": credential.badge, "reason": reason}
    audit.log("recognition.credential_revoked", f"person:{credential.person_id}", by=by, after=after)
    record(CredentialRevoked(credential_id=credential.id, person_id=credential.person_id), by=by)


def keep_all() -> None:
    """Let what holds now hold while badges are counted anew: verifiers must not read that it was taken back."""
    good = db.session.scalars(select(Credential.id).where(queries.holds())).all()
    for start in range(0, len(good), AT_ONCE):
        some = Credential.id.in_(good[start : start + AT_ONCE])
        db.session.execute(update(Credential).where(some).values(kept=True))


def keep_no_more() -> None:
    """Go by the badges themselves again, once they are counted."""
    db.session.execute(update(Credential).where(Credential.kept).values(kept=False))


def _claim(made: Credential, award: Award, achievement: dict[str, Any]) -> credentials.Claim:
    """What is signed, with the evidence that everybody may see."""
    holder = made.person
    first = award.evidence[0] if award.evidence else ""
    rests_on = queries.pieces([first], None).get(first)
    evidence = []
    if rests_on is not None:
        evidence = [{"id": credentials.address(rests_on.url), "type": ["Evidence"], "name": rests_on.title}]
    return credentials.Claim(
        serial=made.serial, number=made.id, holder=credentials.address(holder.url), achievement=achievement,
        email=holder.email if holder.email and holder.email_confirmed_at else "", at=made.issued_at,
        until=made.ends_at, evidence=evidence,
    )  # fmt: skip
