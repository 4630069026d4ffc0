"""How reviews look."""

from __future__ import annotations

from app.accounts.api import PersonOut
from app.core.api import Out
from app.core.api.operations import Moment
from app.ideas.models import Review


class ReviewOut(Out):
    """A review; `version` counts its revisions from 1."""

    id: int
    reviewer: PersonOut
    scores: dict[str, int]
    reasons: dict[str, str]
    conflict: str | None
    version: int
    filed_at: Moment

    @classmethod
    def of(cls, review: Review) -> ReviewOut:
        """From a row."""
        plain = {name: getattr(review, name) for name in ("id", "scores", "reasons", "conflict", "filed_at")}
        return cls(**plain, reviewer=PersonOut.of(review.reviewer), version=len(review.history) + 1)


class AggregateOut(Out):
    """What the panel comes to; reviews with a conflict of interest are counted apart and leave the rest."""

    mean: float | None
    spread: float | None
    alpha: float | None
    verdict: str
    review_count: int
    conflict_count: int
