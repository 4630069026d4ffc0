"""Reading leads: for who listens all they may read, for others those that were handed to them."""

from __future__ import annotations

from sqlalchemy import Select, or_, select, true

from app.accounts.models import Person
from app.core.pages import Page, page
from app.extensions import db
from app.listening.monitoring import policy
from app.listening.monitoring.models import Lead, Mention
from app.listening.monitoring.queries.mentions import visible


def leads(person: Person, *, state: str = "", after: str | None = None, limit: int = 30) -> Page[Lead]:
    """Leads, the newest first."""
    query = _theirs(person)
    if state:
        query = query.where(Lead.state == state)
    return page(query, Lead.id, after=after, limit=limit)


def visible_lead(person: Person, lead_id: int) -> Lead | None:
    """One, if it is for somebody's eyes."""
    return db.session.scalars(_theirs(person).where(Lead.id == lead_id)).unique().one_or_none()


def lead_of(mention: Mention) -> Lead | None:
    """The lead that a mention is, if it is one."""
    return db.session.scalars(select(Lead).where(Lead.mention_id == mention.id)).unique().one_or_none()


def lead_by_id(lead_id: int) -> Lead | None:
    """One, for subscribers."""
    return db.session.get(Lead, lead_id)


def _theirs(person: Person) -> Select[Lead]:
    query = select(Lead).join(Mention, Mention.id == Lead.mention_id).where(visible(person))
    return query.where(or_(Lead.to_id == person.id, true() if policy.may_listen(person) else Lead.id.is_(None)))
