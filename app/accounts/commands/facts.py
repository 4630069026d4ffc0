"""Keeping beside a member what the CRM knows of them; called by the CRM alone."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import delete

from app.accounts.models import CustomerFacts
from app.extensions import db


def note_facts(people: Iterable[int], *, customer: str, segment: str, value: Decimal | None) -> None:
    """Say whose members these are: the customer's id in the CRM, their segment, what they are worth in a year."""
    for person_id in people:
        known = db.session.get(CustomerFacts, person_id) or CustomerFacts(person_id=person_id)
        known.customer, known.segment, known.value = customer, segment, value
        db.session.add(known)
    db.session.flush()


def forget_facts(people: Iterable[int]) -> None:
    """They are nobody's whom the CRM knows any more."""
    db.session.execute(delete(CustomerFacts).where(CustomerFacts.person_id.in_(list(people))))
