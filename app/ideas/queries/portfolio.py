"""Reading the portfolio: what was taken on, by challenge and kind, with what it brings; and ideas in portions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.ideas.models import Challenge, Idea
from app.ideas.queries.ideas import is_listed, may_see
from app.ideas.queries.returns import entries
from app.ideas.queries.shortlist import Choice, in_choice
from app.ideas.sums import Sums, by_currency, summed

# Past the shortlist: what somebody took up, and what became of it.
TAKEN_ON = ("review", "decided", "doing", "done", "closed")
A_PORTION = 200


@dataclass(frozen=True)
class Row:
    """A challenge: how many ideas of it stand in each kind, and its ledger by currency."""

    challenge: Challenge
    counts: dict[str, int]
    sums: dict[str, Sums] = field(default_factory=dict)


def portfolio(person: Person, *, challenge_id: int | None = None) -> list[Row]:
    """Challenges with ideas past the shortlist, those with the most first."""
    query = select(Idea.challenge_id, Idea.kind, func.count()).where(
        may_see(person), is_listed(person), Idea.merged_into_id.is_(None), Idea.kind.in_(TAKEN_ON)
    )
    if challenge_id:
        query = query.where(Idea.challenge_id == challenge_id)
    counts: dict[int, dict[str, int]] = {}
    for number, kind, count in db.session.execute(query.group_by(Idea.challenge_id, Idea.kind)):
        counts.setdefault(number, {})[kind] = count
    challenges = db.session.scalars(select(Challenge).where(Challenge.id.in_(list(counts)))).all()
    made = [Row(each, counts[each.id], _sums(person, each.id)) for each in challenges]
    return sorted(made, key=lambda row: (-sum(row.counts.values()), row.challenge.id))


def taken_on(person: Person, choice: Choice, *, after: str | None = None, limit: int = 30) -> Page[Idea]:
    """The ideas past the shortlist, those that moved last first."""
    query = _taken_on(person, choice)
    return page(query, Idea.moved_at, Idea.id, after=after, limit=limit)


def portions(person: Person, choice: Choice, *, past_shortlist: bool = False) -> Iterator[Sequence[Idea]]:
    """All ideas of a choice in their order of arrival, so many at a time that they never sit in memory together."""
    query = _taken_on(person, choice) if past_shortlist else in_choice(person, choice).options(joinedload(Idea.owner))
    last = 0
    while found := db.session.scalars(query.where(Idea.id > last).order_by(Idea.id).limit(A_PORTION)).all():
        yield found
        last = found[-1].id


def _taken_on(person: Person, choice: Choice) -> Select[Idea]:
    return in_choice(person, choice).where(Idea.kind.in_(TAKEN_ON)).options(joinedload(Idea.owner))


def _sums(person: Person, challenge_id: int) -> dict[str, Sums]:
    today = clock.now().date()
    grouped = by_currency(entries(person, challenge_id=challenge_id))
    return {currency: summed(some, today) for currency, some in grouped.items()}
