"""How reviews look."""

from __future__ import annotations

from typing import Any

from app.accounts.api import PersonOut
from app.core.api import Out
from app.core.api.operations import Moment
from app.ideas.models import Challenge, Review, ReviewAssignment


class ReviewOut(Out):
    """A review; `version` counts its revisions from 1, `rubric` is what it was filed by where that has changed since.

    `ties` say how close the reviewer was to the idea (team, named, voted, commented), `statement` why they judged.
    """

    id: int
    reviewer: PersonOut
    scores: dict[str, int]
    reasons: dict[str, str]
    conflict: str | None
    statement: str | None
    ties: list[str]
    rubric: list[dict[str, Any]] | None
    version: int
    filed_at: Moment

    @classmethod
    def of(cls, review: Review, *, hides_votes: bool = False) -> ReviewOut:
        """From a row; while votes are hidden nobody is told of the reviewer's, which is one of them."""
        plain = {name: getattr(review, name) for name in cls.model_fields if name not in _MADE}
        ties = [tie for tie in review.ties if tie != "voted" or not hides_votes]
        return cls(**plain, ties=ties, reviewer=PersonOut.of(review.reviewer), version=len(review.history) + 1)


class AggregateOut(Out):
    """What the panel comes to; reviews with a conflict of interest are counted apart and leave the rest."""

    mean: float | None
    spread: float | None
    alpha: float | None
    verdict: str
    review_count: int
    conflict_count: int


class AssignmentOut(Out):
    """A task to review an idea; `state` is waiting, done, recused, withdrawn or lapsed."""

    id: int
    idea_id: int
    title: str
    challenge: str
    reviewer: PersonOut
    state: str
    due_at: Moment
    is_overdue: bool
    assigned_at: Moment
    ended_at: Moment | None

    @classmethod
    def of(cls, task: ReviewAssignment) -> AssignmentOut:
        """From a row."""
        told = {"title", "challenge", "reviewer"}
        plain = {name: getattr(task, name) for name in cls.model_fields if name not in told}
        reviewer = PersonOut.of(task.reviewer)
        return cls(**plain, title=task.idea.title, challenge=task.idea.challenge.slug, reviewer=reviewer)


class RubricOut(Out):
    """How a challenge is judged; `version` goes up with every change, `held` says that reviews wait for each other."""

    rubric: list[dict[str, Any]]
    version: int
    held: bool

    @classmethod
    def of(cls, challenge: Challenge) -> RubricOut:
        """From a row."""
        return cls(rubric=challenge.rubric, version=challenge.rubric_version, held=challenge.reviews_held)


_MADE = {"reviewer", "version", "ties"}
