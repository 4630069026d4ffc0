"""The reviewers of a challenge beside each other, and the ideas with what is known of the reviewers taken out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from app.accounts.models import Person
from app.ideas import severity
from app.ideas.models import Challenge, Idea, Review, ReviewAssignment
from app.ideas.panel import own_mean


@dataclass(frozen=True)
class Reviewer:
    """One reviewer: tasks by state, how many of those done were on time, and how their scores compare.

    `severity` and `apart` are None where they are not known; `apart` is in points.
    """

    person: Person
    waiting: int
    overdue: int
    done: int
    on_time: int
    recused: int
    review_count: int
    severity: severity.Severity | None
    apart: float | None


@dataclass(frozen=True)
class Judged:
    """One idea: the mean of its reviews as filed, and with their reviewers' severities taken out (None: not known)."""

    idea: Idea
    mean: float
    adjusted: float | None
    review_count: int


@dataclass(frozen=True)
class Comparison:
    """All of them; `is_connected` says whether reviewers and ideas hang together, so that one scale serves all."""

    reviewers: list[Reviewer]
    ideas: list[Judged]
    is_connected: bool

    @property
    def is_known(self) -> bool:
        """Whether anybody's severity is."""
        return any(each.severity for each in self.reviewers)


def compare(
    challenge: Challenge, tasks: Sequence[ReviewAssignment], judged: Sequence[tuple[Review, Idea]]
) -> Comparison:
    """Put what was asked for and what was filed together; reviews with a conflict are not among `judged`."""
    means = [(review, idea, own_mean(review, challenge.rubric)) for review, idea in judged]
    scores = [severity.Score(idea.id, review.reviewer_id, mean) for review, idea, mean in means if mean is not None]
    fit, apart = severity.fit(scores), severity.apart(scores)
    people = {task.reviewer_id: task.reviewer for task in tasks} | {r.reviewer_id: r.reviewer for r, _idea in judged}
    by_person: dict[int, list[ReviewAssignment]] = defaultdict(list)
    for task in tasks:
        by_person[task.reviewer_id].append(task)
    filed = defaultdict[int, int](int)
    for score in scores:
        filed[score.reviewer] += 1
    rows = [
        _reviewer(person, by_person[key], filed[key], fit.severities.get(key), apart.get(key))
        for key, person in people.items()
    ]
    return Comparison(
        sorted(rows, key=lambda row: row.person.name.casefold()), _ideas(judged, scores, fit), fit.is_connected
    )


def _reviewer(
    person: Person, tasks: Sequence[ReviewAssignment], filed: int, known: severity.Severity | None, apart: float | None
) -> Reviewer:
    return Reviewer(
        person=person,
        waiting=sum(task.state == "waiting" for task in tasks),
        overdue=sum(task.is_overdue for task in tasks),
        done=sum(task.state == "done" for task in tasks),
        on_time=sum(task.was_on_time for task in tasks),
        recused=sum(task.state == "recused" for task in tasks),
        review_count=filed,
        severity=known,
        apart=apart,
    )


def _ideas(judged: Sequence[tuple[Review, Idea]], scores: Sequence[severity.Score], fit: severity.Fit) -> list[Judged]:
    values: dict[int, list[float]] = defaultdict(list)
    for score in scores:
        values[score.idea].append(score.value)
    ideas = {idea.id: idea for _review, idea in judged}
    rows = [Judged(ideas[key], fmean(some), fit.adjusted.get(key), len(some)) for key, some in values.items()]
    return sorted(rows, key=lambda row: (-row.mean, row.idea.id))
