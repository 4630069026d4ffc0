"""What the experts make of an idea: who scored what, put together as the rubric weighs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.ideas import agreement
from app.ideas.models import Idea, Review


@dataclass(frozen=True)
class Criterion:
    """One line of the rubric with the scores that count; `mean` is None without any."""

    key: str
    label: str
    values: list[int]
    mean: float | None


@dataclass(frozen=True)
class Panel:
    """The reviews of an idea: all of them, what counts of them, and each reviewer's own weighted mean by review id."""

    reviews: Sequence[Review]
    criteria: list[Criterion]
    summary: agreement.Aggregate
    means: dict[int, float]

    def mean_of(self, key: str) -> float | None:
        """The mean of one criterion."""
        return next((criterion.mean for criterion in self.criteria if criterion.key == key), None)

    @property
    def effort(self) -> float | None:
        """How much an idea takes, 1 to 5: the other way round of how cheap and how feasible it is."""
        known = [mean for mean in (self.mean_of("cost"), self.mean_of("feasibility")) if mean is not None]
        return 6 - sum(known) / len(known) if known else None


def convene(idea: Idea, reviews: Sequence[Review]) -> Panel:
    """Put an idea's reviews together; those with a conflict of interest are shown, not counted."""
    weights = weights_of(idea.challenge.rubric)
    given = [agreement.Review(review.scores, review.conflict is not None) for review in reviews]
    counted = [review for review in reviews if review.conflict is None and weights.keys() & review.scores.keys()]
    return Panel(
        reviews=reviews,
        criteria=[_criterion(each, counted) for each in idea.challenge.rubric],
        summary=agreement.aggregate(given, weights),
        means={review.id: agreement.weighted_mean(review.scores, weights) for review in counted},
    )


def weights_of(rubric: Sequence[dict[str, Any]]) -> dict[str, float]:
    """What each criterion counts."""
    return {criterion["key"]: float(criterion.get("weight", 1)) for criterion in rubric}


def _criterion(criterion: dict[str, Any], counted: Sequence[Review]) -> Criterion:
    values = [review.scores[criterion["key"]] for review in counted if criterion["key"] in review.scores]
    mean = sum(values) / len(values) if values else None
    return Criterion(criterion["key"], criterion["name"], values, mean)
