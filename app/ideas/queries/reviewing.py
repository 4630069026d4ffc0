"""Reading reviews, as far as somebody may: a reviewer is blind to the others' until their own is filed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, func, select

from app.accounts.models import Person
from app.core.pages import Page, page
from app.discussion import queries as discussion
from app.extensions import db
from app.ideas.models import SHOWN, Challenge, Idea, Review, ReviewAssignment
from app.ideas.queries.authors import is_author, written
from app.ideas.queries.ideas import is_listed, may_see
from app.ideas.queries.talking import asked_by

UNDECIDED = frozenset({"open", "review"})
HELD, BLIND = "held", "blind"


def reviews(idea: Idea, person: Person | None) -> Sequence[Review]:
    """The reviews of an idea that somebody may see, oldest first; those with a conflict are shown but not counted."""
    return reviews_of([idea], person).get(idea.id, [])


def reviews_of(ideas: Iterable[Idea], person: Person | None) -> dict[int, list[Review]]:
    """The reviews of many ideas that somebody may see, oldest first: of those kept from them, their own alone."""
    wanted, found = {idea.id: idea for idea in ideas}, defaultdict[int, list[Review]](list)
    if not wanted:
        return found
    hidden = hidden_from(person, wanted.values())
    for review in db.session.scalars(select(Review).where(Review.idea_id.in_(wanted)).order_by(Review.id)):
        if review.idea_id not in hidden or (person is not None and review.reviewer_id == person.id):
            found[review.idea_id].append(review)
    return found


def hidden_from(person: Person | None, ideas: Iterable[Idea]) -> dict[int, str]:
    """The ideas whose reviews are kept from somebody, and why: `held` from everybody, or `blind` until theirs is in."""
    listed = list(ideas)
    held = {idea.id: HELD for idea in listed if idea.holds_reviews}
    return {**dict.fromkeys(_blind_to(person, listed), BLIND), **held}


def all_reviews(idea: Idea) -> Sequence[Review]:
    """All reviews of an idea, oldest first, for commands; what people see goes through `reviews`."""
    return db.session.scalars(select(Review).where(Review.idea_id == idea.id).order_by(Review.id)).all()


def review_of(person: Person, idea: Idea) -> Review | None:
    """Somebody's own review."""
    return db.session.scalar(select(Review).where(Review.idea_id == idea.id, Review.reviewer_id == person.id))


def aggregate(filed: Iterable[Review]) -> list[dict[str, int]]:
    """The scores that count: one mapping a reviewer, conflicts left out."""
    return [dict(review.scores) for review in filed if review.conflict is None]


def filed_by(person: Person, *, after: str | None = None, limit: int = 20) -> Page[Review]:
    """Somebody's own reviews of ideas that are still under review, the latest first."""
    query = select(Review).where(Review.reviewer_id == person.id, Review.idea_id.in_(_open_ids(person)))
    return page(query, Review.filed_at, Review.id, after=after, limit=limit)


def volunteers_list(person: Person, *, after: str | None = None, limit: int = 20) -> Page[Idea]:
    """Ideas under review that somebody may judge though nobody asked them, the newest first."""
    query = select(Idea).where(*_reviewable(person), Idea.id.not_in(_reviewed(person)), Idea.id.not_in(_asked(person)))
    return page(query, Idea.id, after=after, limit=limit)


def waiting_reviews(person: Person) -> int:
    """How many ideas wait for somebody's own review: those they were asked for, else all that are under review."""
    asked = (ReviewAssignment.reviewer_id == person.id, ReviewAssignment.state == "waiting")
    query = select(func.count()).select_from(ReviewAssignment).where(*asked)
    if waiting := db.session.scalar(query.where(ReviewAssignment.idea_id.in_(_open_ids(person)))):
        return int(waiting)
    query = select(func.count()).select_from(Idea).where(*_reviewable(person), Idea.id.not_in(_reviewed(person)))
    return int(db.session.scalar(query.where(Idea.id.not_in(_asked(person)))) or 0)


def ideas_by_ids(person: Person, ids: Iterable[int]) -> dict[int, Idea]:
    """Those of these ideas that somebody may see, in one query."""
    wanted = list(ids)
    query = select(Idea).where(Idea.id.in_(wanted), may_see(person))
    return {idea.id: idea for idea in db.session.scalars(query)} if wanted else {}


def news_since(filed: Iterable[Review], ideas: dict[int, Idea], person: Person) -> dict[int, list[str]]:
    """By review id, what happened to its idea after it was filed: `moved`, `edited`, `answered`, `author_wrote`."""
    listed = [review for review in filed if review.idea_id in ideas]
    wrote = discussion.last_comments("idea", [review.idea_id for review in listed])
    asked = asked_by(person, [review.idea_id for review in listed])
    found: dict[int, list[str]] = {}
    for review in listed:
        idea = ideas[review.idea_id]
        answers = [each.answered_at for each in asked.get(idea.id, ()) if each.answered_at is not None]
        times = {
            "moved": idea.moved_at, "edited": idea.edited_at, "answered": max(answers, default=None),
            "author_wrote": wrote.get((idea.id, idea.author_id)),
        }  # fmt: skip
        found[review.id] = [kind for kind, at in times.items() if at is not None and at > review.filed_at]
    return found


def counted_in(challenge: Challenge, person: Person) -> Sequence[tuple[Review, Idea]]:
    """The reviews of a challenge that count and that somebody may see, with their ideas."""
    query = select(Idea).where(Idea.challenge_id == challenge.id, Idea.review_count > 0, Idea.hold == SHOWN)
    ideas = {idea.id: idea for idea in db.session.scalars(query)}
    found = reviews_of(ideas.values(), person)
    return [(review, ideas[key]) for key, some in found.items() for review in some if review.conflict is None]


def is_under_review() -> tuple[ColumnElement[bool], ...]:
    """Whether an idea may be judged now, as conditions."""
    return (Idea.kind == "review", Idea.hold == SHOWN, Idea.merged_into_id.is_(None))


def _blind_to(person: Person | None, ideas: Sequence[Idea]) -> set[int]:
    """The undecided ideas of others that an expert has not judged yet."""
    if person is None:
        return set()
    open_ones = {idea.id for idea in ideas if idea.kind in UNDECIDED and not is_author(person, idea)}
    if not open_ones:
        return set()
    if "sme" not in person.roles:
        asked = (ReviewAssignment.reviewer_id == person.id, ReviewAssignment.state == "waiting")
        open_ones &= set(
            db.session.scalars(select(ReviewAssignment.idea_id).where(*asked, ReviewAssignment.idea_id.in_(open_ones)))
        )
    mine = select(Review.idea_id).where(Review.reviewer_id == person.id, Review.idea_id.in_(open_ones))
    return open_ones - set(db.session.scalars(mine)) if open_ones else set()


def _reviewable(person: Person) -> tuple[ColumnElement[bool], ...]:
    return (*is_under_review(), may_see(person), is_listed(person), ~written(person))


def _open_ids(person: Person) -> Select[int]:
    return select(Idea.id).where(*_reviewable(person))


def _reviewed(person: Person) -> Select[int]:
    return select(Review.idea_id).where(Review.reviewer_id == person.id)


def _asked(person: Person) -> Select[int]:
    asked = (ReviewAssignment.reviewer_id == person.id, ReviewAssignment.state == "waiting")
    return select(ReviewAssignment.idea_id).where(*asked)
