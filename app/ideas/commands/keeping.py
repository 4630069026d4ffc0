"""What becomes of tasks to review by themselves: reminders, and the end of those that make no sense any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import ColumnElement, select

from app.accounts.models import Person
from app.core import clock
from app.core.events import record
from app.extensions import db
from app.ideas import queries
from app.ideas.commands import assigning
from app.ideas.commands.holding import hold_all
from app.ideas.events import ReviewsDue
from app.ideas.models import Challenge, Idea, ReviewAssignment
from app.spaces.models import Space

A_BATCH = 500


def keep_assignments(rest: Callable[[], None] = lambda: None) -> None:
    """Withdraw, let lapse, remind and release: each task at most once of each.

    `rest` is called between the steps, to let go of what was held.
    """
    for assignment in _waiting(ReviewAssignment.idea_id.not_in(select(Idea.id).where(*queries.is_under_review()))):
        assigning.end(assignment, "withdrawn")
    rest()
    _let_lapse(rest)
    soon = clock.now() + assigning.REMIND_BEFORE
    due = _waiting(ReviewAssignment.reminded_at.is_(None), ReviewAssignment.due_at <= soon)
    _remind([each for each in due if not each.is_overdue], overdue=False)
    rest()
    late = _waiting(ReviewAssignment.overdue_told_at.is_(None), ReviewAssignment.due_at <= clock.now())
    _remind(late, overdue=True)
    rest()
    for idea in _held():
        assigning.release(idea)


def _let_lapse(rest: Callable[[], None]) -> None:
    """End the tasks of those who may not review any more, space by space."""
    waiting = select(Idea.space_id).join(ReviewAssignment, ReviewAssignment.idea_id == Idea.id)
    spaces = select(Space).where(Space.id.in_(waiting.where(ReviewAssignment.state == "waiting")))
    for space in db.session.scalars(spaces).all():
        cleared = queries.cleared_reviewers(space).with_only_columns(Person.id)
        here = select(Idea.id).where(Idea.space_id == space.id)
        for assignment in _waiting(ReviewAssignment.idea_id.in_(here), ReviewAssignment.reviewer_id.not_in(cleared)):
            assigning.end(assignment, "lapsed")
        rest()


def _remind(assignments: Iterable[ReviewAssignment], *, overdue: bool) -> None:
    """One message for all that one person is to do in one challenge."""
    grouped: dict[tuple[int, int], list[ReviewAssignment]] = defaultdict(list)
    for each in assignments:
        grouped[each.idea.challenge_id, each.reviewer_id].append(each)
    for (challenge_id, reviewer_id), some in grouped.items():
        for each in some:
            each.reminded_at = each.reminded_at or clock.now()
            each.overdue_told_at = clock.now() if overdue else None
        ids = [each.idea_id for each in some]
        due = ReviewsDue(challenge_id=challenge_id, reviewer_id=reviewer_id, idea_ids=ids, overdue=overdue)
        record(due, by=None, space_id=some[0].idea.space_id)
    db.session.flush()


def _waiting(*where: ColumnElement[bool]) -> Sequence[ReviewAssignment]:
    """Tasks that wait, their ideas held: of what was found, only what still waits once its turn has come."""
    query = select(ReviewAssignment).where(ReviewAssignment.state == "waiting", *where).order_by(ReviewAssignment.id)
    found = db.session.scalars(query.limit(A_BATCH)).all()
    if not found:
        return found
    hold_all(db.session.scalars(select(Idea).where(Idea.id.in_({each.idea_id for each in found}))).unique().all())
    still = query.where(ReviewAssignment.id.in_([each.id for each in found]))
    return db.session.scalars(still, execution_options={"populate_existing": True}).all()


def _held() -> Sequence[Idea]:
    """Ideas whose reviews wait for one another, taken hold of."""
    holding = select(Challenge.id).where(Challenge.reviews_held)
    query = select(Idea).where(
        Idea.challenge_id.in_(holding), Idea.reviews_released_at.is_(None), Idea.review_count > 0
    )
    found = db.session.scalars(query.order_by(Idea.id).limit(A_BATCH)).all()
    hold_all(found)
    return [idea for idea in found if idea.reviews_released_at is None]
