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
    """The reviews of an idea: all of them, what counts of them, and each reviewer's own weighted mean by review id.

    `older_count` of those that count were filed by an earlier rubric.
    """

    reviews: Sequence[Review]
    criteria: list[Criterion]
    summary: agreement.Aggregate
    means: dict[int, float]
    older_count: int = 0

    def mean_of(self, key: str) -> float | None:
        """The mean of one criterion."""
        return next((criterion.mean for criterion in self.criteria if criterion.key == key), None)

    def lines_of(self, review: Review) -> list[Criterion]:
        """The criteria that a review was filed by."""
        if review.rubric is None:
            return self.criteria
        return [Criterion(each["key"], each["name"], [], None) for each in review.rubric]

    @property
    def effort(self) -> float | None:
        """How much an idea takes, 1 to 5: the other way round of how cheap and how feasible it is."""
        known = [mean for mean in (self.mean_of("cost"), self.mean_of("feasibility")) if mean is not None]
        return 6 - sum(known) / len(known) if known else None


def convene(idea: Idea, reviews: Sequence[Review]) -> Panel:
    """Put an idea's reviews together; those with a conflict of interest are shown, not counted.

    A review by an earlier rubric has its mean by the weights of that one.
    """
    weights = weights_of(idea.challenge.rubric)
    own = {review.id: weights_of(review.rubric) for review in reviews if review.rubric is not None}
    given = [agreement.Review(each.scores, each.conflict is not None, own.get(each.id)) for each in reviews]
    counted = [
        each for each in reviews if each.conflict is None and own.get(each.id, weights).keys() & each.scores.keys()
    ]
    return Panel(
        reviews=reviews,
        criteria=[_criterion(each, counted) for each in idea.challenge.rubric],
        summary=agreement.aggregate(given, weights),
        means={each.id: agreement.weighted_mean(each.scores, own.get(each.id, weights)) for each in counted},
        older_count=sum(each.id in own for each in counted),
    )


def own_mean(review: Review, rubric: Sequence[dict[str, Any]]) -> float | None:
    """The weighted mean of one review by the rubric it was filed by; None where nothing of it counts."""
    weights = weights_of(review.rubric if review.rubric is not None else rubric)
    counts = review.conflict is None and weights.keys() & review.scores.keys()
    return agreement.weighted_mean(review.scores, weights) if counts else None


def weights_of(rubric: Sequence[dict[str, Any]]) -> dict[str, float]:
    """What each criterion counts."""
    return {criterion["key"]: float(criterion.get("weight", 1)) for criterion in rubric}


def _criterion(criterion: dict[str, Any], counted: Sequence[Review]) -> Criterion:
    values = [review.scores[criterion["key"]] for review in counted if criterion["key"] in review.scores]
    mean = sum(values) / len(values) if values else None
    return Criterion(criterion["key"], criterion["name"], values, mean)
