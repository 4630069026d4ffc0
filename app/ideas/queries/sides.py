"""Votes counted in several ways, side by side: who they come from says more than how many they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from app.accounts.models import CustomerFacts, Person
from app.extensions import db
from app.voting.models import Vote


@dataclass(frozen=True)
class Sides:
    """The votes on an idea: all that stand; those counted; of these by employees and by members the CRM does not know.

    `customers` is how many of the CRM's customers they speak for, `value` what these are worth in a year together, each
    counted once; None where the CRM knows of none.
    """

    raw: int = 0
    adjusted: int = 0
    employees: int = 0
    unknown: int = 0
    customers: int = 0
    value: Decimal | None = None


def sides_of(ids: Iterable[int]) -> dict[int, Sides]:
    """The counts of these ideas, in two queries however many there are."""
    wanted = list(ids)
    if not wanted:
        return {}
    customers = _customers(wanted)
    found = {
        idea: Sides(raw, adjusted, employees, unknown, *customers.get(idea, (0, None)))
        for idea, raw, adjusted, employees, unknown in db.session.execute(_counts(wanted))
    }
    return {idea: found.get(idea, Sides()) for idea in wanted}


def _counts(ids: list[int]) -> Any:
    counts, staff = Vote.aside_count == 0, Person.kind == "employee"
    stranger = and_(counts, ~staff, CustomerFacts.person_id.is_(None))
    sums = [func.sum(case((which, 1), else_=0)) for which in (counts, and_(counts, staff), stranger)]
    query = select(Vote.subject_id, func.count(), *sums).join(Person, Person.id == Vote.person_id)
    query = query.outerjoin(CustomerFacts, CustomerFacts.person_id == Vote.person_id)
    return query.where(*_standing(ids)).group_by(Vote.subject_id)


def _customers(ids: list[int]) -> dict[int, tuple[int, Decimal | None]]:
    """Customers by idea, each once whoever of them voted, with their value."""
    worth = func.max(CustomerFacts.value).label("worth")
    each = select(Vote.subject_id, CustomerFacts.customer, worth).join(Person, Person.id == Vote.person_id)
    each = each.join(CustomerFacts, CustomerFacts.person_id == Vote.person_id)
    each = each.where(*_standing(ids), Vote.aside_count == 0, Person.kind != "employee")
    once = each.group_by(Vote.subject_id, CustomerFacts.customer).subquery()
    query = select(once.c.subject_id, func.count(), func.sum(once.c.worth)).group_by(once.c.subject_id)
    return {idea: (count, value) for idea, count, value in db.session.execute(query)}


def _standing(ids: list[int]) -> tuple[ColumnElement[bool], ...]:
    return (Vote.kind == "idea", Vote.value > 0, Vote.subject_id.in_(ids))
