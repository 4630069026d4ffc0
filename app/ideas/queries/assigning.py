"""Reading who is to review what: the expert's list, and the team's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, func, select

from app.accounts.models import Person
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.ideas.models import Challenge, Idea, Review, ReviewAssignment
from app.ideas.queries.ideas import may_see
from app.ideas.queries.reviewing import is_under_review

MOST_IDEAS = 200


def assigned_to(person: Person, *, after: str | None = None, limit: int = 20) -> Page[ReviewAssignment]:
    """What somebody was asked to review and has not yet, what is due first first."""
    query = select(ReviewAssignment).where(*_mine(person), ReviewAssignment.state == "waiting")
    return page(query, ReviewAssignment.due_at, ReviewAssignment.id, after=after, limit=limit, ascending=True)


def progress(person: Person) -> tuple[int, int]:
    """How many of the reviews that somebody was asked for are done, and how many they are, of ideas under review."""
    query = select(ReviewAssignment.state, func.count()).where(*_mine(person)).group_by(ReviewAssignment.state)
    counts = dict(db.session.execute(query).all())
    done = counts.get("done", 0) + counts.get("recused", 0)
    return done, done + counts.get("waiting", 0)


def assignment_of(person: Person, idea: Idea) -> ReviewAssignment | None:
    """Somebody's task to review an idea, in any state."""
    mine = (ReviewAssignment.reviewer_id == person.id, ReviewAssignment.idea_id == idea.id)
    return db.session.scalar(select(ReviewAssignment).where(*mine))


def assignment_by_id(assignment_id: int) -> ReviewAssignment | None:
    """A task by its id, for those who gave it."""
    return db.session.get(ReviewAssignment, assignment_id)


def assignments_of(ids: Iterable[int]) -> dict[int, list[ReviewAssignment]]:
    """The tasks of many ideas by idea, those that are due first first, in one query."""
    wanted, found = list(ids), defaultdict[int, list[ReviewAssignment]](list)
    if wanted:
        query = select(ReviewAssignment).where(ReviewAssignment.idea_id.in_(wanted))
        for each in db.session.scalars(query.order_by(ReviewAssignment.due_at, ReviewAssignment.id)):
            found[each.idea_id].append(each)
    return found


def assignments_in(challenge: Challenge) -> Sequence[ReviewAssignment]:
    """All tasks of a challenge."""
    within = select(Idea.id).where(Idea.challenge_id == challenge.id)
    return db.session.scalars(select(ReviewAssignment).where(ReviewAssignment.idea_id.in_(within))).all()


def assignment_counts(challenge: Challenge) -> dict[str, int]:
    """How many tasks of a challenge stand where: by state, and `overdue` of those that wait."""
    within = ReviewAssignment.idea_id.in_(select(Idea.id).where(Idea.challenge_id == challenge.id))
    query = select(ReviewAssignment.state, func.count()).where(within).group_by(ReviewAssignment.state)
    late = (within, ReviewAssignment.state == "waiting", ReviewAssignment.due_at <= clock.now())
    overdue = db.session.scalar(select(func.count()).select_from(ReviewAssignment).where(*late)) or 0
    return {**dict(db.session.execute(query).all()), "overdue": overdue}


def filed_count(challenge: Challenge) -> int:
    """How many reviews were filed by the present criteria."""
    query = select(func.count()).select_from(Review).join(Idea, Idea.id == Review.idea_id)
    return db.session.scalar(query.where(Idea.challenge_id == challenge.id, Review.rubric.is_(None))) or 0


def listed_assignments(
    person: Person,
    *, reviewer_id: int | None = None, challenge_id: int | None = None, state: str = "", after: str | None = None,
    limit: int = 30,
) -> Page[ReviewAssignment]:  # fmt: skip
    """Tasks about ideas that somebody may see, by reviewer, challenge and state, what is due first first."""
    query = select(ReviewAssignment).where(ReviewAssignment.idea_id.in_(select(Idea.id).where(may_see(person))))
    if reviewer_id is not None:
        query = query.where(ReviewAssignment.reviewer_id == reviewer_id)
    if challenge_id is not None:
        query = query.where(ReviewAssignment.idea_id.in_(select(Idea.id).where(Idea.challenge_id == challenge_id)))
    if state:
        query = query.where(ReviewAssignment.state == state)
    return page(query, ReviewAssignment.due_at, ReviewAssignment.id, after=after, limit=limit, ascending=True)


def to_assign(challenge: Challenge, *, after: str | None = None, limit: int = MOST_IDEAS) -> Page[Idea]:
    """The ideas of a challenge that may be judged now, those that rank highest first."""
    query = select(Idea).where(Idea.challenge_id == challenge.id, *is_under_review())
    return page(query, Idea.top_key, Idea.id, after=after, limit=limit)


def _mine(person: Person) -> tuple[ColumnElement[bool], ...]:
    under_review = select(Idea.id).where(*is_under_review(), may_see(person))
    return (ReviewAssignment.reviewer_id == person.id, ReviewAssignment.idea_id.in_(under_review))
