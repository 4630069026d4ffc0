"""Reading reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import lazyload

from app.accounts.models import Person
from app.extensions import db
from app.ideas.models import SHOWN, Idea, Review
from app.ideas.queries.ideas import may_see

UNDER_REVIEW = ("shortlisted", "in_review")


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
    """An expert's work list: ideas under review, those without one's own review first, then in the order of Top"""
    query = select(Idea, Review).outerjoin(Review, (Review.idea_id == Idea.id) & (Review.reviewer_id == person.id))
    # Its reviewer would be joined inwardly, and lose the ideas without a review.
    query = query.where(*_reviewable(person)).options(lazyload(Review.reviewer))
    query = query.order_by(Review.id.is_not(None), Idea.top_key.desc(), Idea.id).limit(200)
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


def _reviewable(person: Person) -> tuple[ColumnElement[bool], ...]:
    open_for_review = (Idea.stage.in_(UNDER_REVIEW), Idea.hold == SHOWN, Idea.merged_into_id.is_(None))
    return (*open_for_review, may_see(person), Idea.author_id != person.id)
