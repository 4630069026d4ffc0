"""Reading reviews, stages and the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import lazyload

from app.accounts.models import Person
from app.extensions import db
from app.ideas.models import SHOWN, STAGES, Idea, LedgerLine, Merge, Move, Review
from app.ideas.queries.ideas import may_see

UNDER_REVIEW = ("shortlisted", "in_review")


@dataclass(frozen=True)
class Sums:
    """The ledger of one idea or of many, in one currency."""

    forecast_cost: Decimal = Decimal(0)
    forecast_benefit: Decimal = Decimal(0)
    realised_cost: Decimal = Decimal(0)
    realised_benefit: Decimal = Decimal(0)

    @property
    def roi(self) -> Decimal | None:
        """Realised (benefit - cost) / cost; None while no cost is known, never 0 for want of data."""
        return _roi(self.realised_benefit, self.realised_cost)

    @property
    def forecast_roi(self) -> Decimal | None:
        """The same, as forecast."""
        return _roi(self.forecast_benefit, self.forecast_cost)


def reviews(idea: Idea) -> Sequence[Review]:
    """All reviews of an idea, oldest first; those with a conflict of interest are shown but not counted."""
    return db.session.scalars(select(Review).where(Review.idea_id == idea.id).order_by(Review.id)).all()


def review_of(person: Person, idea: Idea) -> Review | None:
    """Somebody's own review."""
    return db.session.scalar(select(Review).where(Review.idea_id == idea.id, Review.reviewer_id == person.id))


def aggregate(filed: Iterable[Review]) -> list[dict[str, int]]:
    """The scores that count: one mapping a reviewer, conflicts left out."""
    return [dict(review.scores) for review in filed if review.conflict is None]


def to_review(person: Person) -> Sequence[tuple[Idea, Review | None]]:
    """An expert's work list: ideas under review, those without one's own review first, then by votes."""
    query = select(Idea, Review).outerjoin(Review, (Review.idea_id == Idea.id) & (Review.reviewer_id == person.id))
    # Its reviewer would be joined inwardly, and lose the ideas without a review.
    query = query.where(*_reviewable(person)).options(lazyload(Review.reviewer))
    query = query.order_by(Review.id.is_not(None), Idea.vote_count.desc(), Idea.id).limit(200)
    return [(idea, review) for idea, review in db.session.execute(query)]


def waiting_reviews(person: Person) -> int:
    """How many ideas under review wait for somebody's own review."""
    mine = select(Review.idea_id).where(Review.reviewer_id == person.id)
    query = select(func.count()).select_from(Idea).where(*_reviewable(person), Idea.id.not_in(mine))
    return int(db.session.scalar(query) or 0)


def reviews_of(ids: Iterable[int]) -> dict[int, list[Review]]:
    """The reviews of many ideas, oldest first, in one query."""
    wanted, found = list(ids), defaultdict[int, list[Review]](list)
    if wanted:
        for review in db.session.scalars(select(Review).where(Review.idea_id.in_(wanted)).order_by(Review.id)):
            found[review.idea_id].append(review)
    return found


def merged_into(idea: Idea) -> Sequence[tuple[Merge, Idea]]:
    """The ideas that were merged into this one, oldest merge first."""
    query = select(Merge, Idea).join(Idea, Idea.id == Merge.idea_id).where(Merge.into_id == idea.id)
    return [(merge, other) for merge, other in db.session.execute(query.order_by(Merge.id))]


def moves(idea: Idea) -> Sequence[Move]:
    """The steps of an idea, oldest first."""
    return db.session.scalars(select(Move).where(Move.idea_id == idea.id).order_by(Move.id)).all()


def shortlist(person: Person, challenge_id: int | None = None, *, a_stage: int = 8) -> dict[str, list[Idea]]:
    """Ideas by stage, the most voted of each, for the stage board."""
    columns: dict[str, list[Idea]] = {}
    ranked = (Idea.top_key.desc(), Idea.vote_count.desc(), Idea.id.desc())
    for stage in STAGES:
        query = select(Idea).where(Idea.stage == stage, may_see(person), Idea.merged_into_id.is_(None))
        if challenge_id:
            query = query.where(Idea.challenge_id == challenge_id)
        columns[stage] = list(db.session.scalars(query.order_by(*ranked).limit(a_stage)))
    return columns


def stage_counts(person: Person, challenge_id: int | None = None) -> dict[str, int]:
    """How many ideas are in each stage; stages without any are left out."""
    query = select(Idea.stage, func.count()).where(may_see(person), Idea.merged_into_id.is_(None))
    if challenge_id:
        query = query.where(Idea.challenge_id == challenge_id)
    return dict(db.session.execute(query.group_by(Idea.stage)).all())


def ledger(idea: Idea) -> Sequence[LedgerLine]:
    """The ledger of one idea, oldest first."""
    lines = select(LedgerLine).where(LedgerLine.idea_id == idea.id)
    return db.session.scalars(lines.order_by(LedgerLine.date, LedgerLine.id)).all()


def ledger_sums(
    *,
    challenge_id: int | None = None,
    start: date | None = None,
    end: date | None = None,
    idea_ids: Iterable[int] | None = None,
) -> dict[int, dict[str, Sums]]:
    """Sums by idea and currency; amounts of different currencies are never added up."""
    query = select(LedgerLine).join(Idea, Idea.id == LedgerLine.idea_id)
    if challenge_id:
        query = query.where(Idea.challenge_id == challenge_id)
    if idea_ids is not None:
        query = query.where(LedgerLine.idea_id.in_(list(idea_ids)))
    if start:
        query = query.where(LedgerLine.date >= start)
    if end:
        query = query.where(LedgerLine.date < end)
    found: dict[int, dict[str, dict[str, Decimal]]] = {}
    for line in db.session.scalars(query):
        sums = found.setdefault(line.idea_id, {}).setdefault(line.currency, {})
        name = f"{line.basis}_{line.kind}"
        sums[name] = sums.get(name, Decimal(0)) + line.amount
    return {idea: {currency: Sums(**sums) for currency, sums in by.items()} for idea, by in found.items()}


def _reviewable(person: Person) -> tuple[ColumnElement[bool], ...]:
    open_for_review = (Idea.stage.in_(UNDER_REVIEW), Idea.hold == SHOWN, Idea.merged_into_id.is_(None))
    return (*open_for_review, may_see(person), Idea.author_id != person.id)


def _roi(benefit: Decimal, cost: Decimal) -> Decimal | None:
    return (benefit - cost) / cost if cost else None
