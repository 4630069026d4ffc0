"""The interaction log: one line a deed, once per key, at the deed's own time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update

from app.core.events import record
from app.crm.events import CaseOpened
from app.crm.models import Contact, Identity, Interaction, SupportCase
from app.extensions import db

OWN = "crm:"


def log_interaction(
    key: str,
    identity: Identity,
    kind: str,
    *,
    at: datetime,
    subject: str,
    summary: str,
    url: str,
    channel: str = "site",
) -> bool:
    """Write one line, once per key (the CRM's own begin with OWN); returns whether it is new.

    The counters follow in the same transaction.
    """
    if db.session.scalar(select(Interaction.id).where(Interaction.key == key)) is not None:
        return False
    db.session.add(
        Interaction(
            key=key, identity_id=identity.id, kind=kind, at=at, channel=channel, subject=subject,
            summary=summary[:300], url=url[:300],
        )
    )  # fmt: skip
    db.session.flush()
    more = {"interaction_count": Identity.interaction_count + 1, "seen_at": max(identity.seen_at, at)}
    db.session.execute(update(Identity).where(Identity.id == identity.id).values(**more))
    owner = select(Identity.contact_id).where(Identity.id == identity.id).scalar_subquery()
    counted = {"interaction_count": Contact.interaction_count + 1}
    db.session.execute(update(Contact).where(Contact.id == owner).values(**counted))
    return True


def forget_log() -> None:
    """Empty the log of the CRM's own lines, to rebuild them from the event book; ties, contacts, others' lines stay."""
    db.session.execute(delete(Interaction).where(Interaction.key.startswith(OWN)))
    lines = select(func.count()).select_from(Interaction)
    of_identity = lines.where(Interaction.identity_id == Identity.id).scalar_subquery()
    db.session.execute(update(Identity).values(interaction_count=of_identity))
    tied = select(Identity.id).where(Identity.contact_id == Contact.id)
    of_contact = lines.where(Interaction.identity_id.in_(tied)).scalar_subquery()
    db.session.execute(update(Contact).values(interaction_count=of_contact))


def open_case(question_id: int, reason: str, identity: Identity | None, *, at: datetime) -> SupportCase:
    """The case of an escalated question, opened once."""
    known = db.session.scalar(select(SupportCase).where(SupportCase.question_id == question_id))
    if known is not None:
        return known
    case = SupportCase(
        question_id=question_id, identity_id=identity.id if identity else None, reason=reason, opened_at=at
    )
    db.session.add(case)
    db.session.flush()
    record(CaseOpened(case_id=case.id, question_id=question_id), by=None)
    return case
