"""Who is to review which idea: those who know most of it, while nobody carries much more than the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# A review that waits for somebody weighs as much as a tenth of knowing everything there is to know.
LOAD_COST = 0.1


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may review an idea: what they know of it (0 to 1), and how many reviews wait for them already."""

    person_id: int
    knowledge: float
    load: int


def propose(candidates: Mapping[int, Sequence[Candidate]], each: int) -> dict[int, list[int]]:
    """For each idea up to `each` people, ideas with few candidates first; the same input gives the same proposal."""
    given: dict[int, list[int]] = {idea: [] for idea in candidates}
    extra: Counter[int] = Counter()
    for idea in sorted(candidates, key=lambda idea: (len(candidates[idea]), idea)):
        best = sorted(candidates[idea], key=lambda one: (-_worth(one, extra), one.person_id))[:each]
        given[idea] = [one.person_id for one in best]
        extra.update(given[idea])
    return given


def _worth(one: Candidate, extra: Counter[int]) -> float:
    return round(one.knowledge - LOAD_COST * (one.load + extra[one.person_id]), 9)
