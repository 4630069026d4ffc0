"""Which answers, authors or spaces a deflected contact is owed to: first, last and linear touch."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Touch(StrEnum):
    """Which exposures of a journey share in the credit."""

    FIRST = "first"
    LAST = "last"
    LINEAR = "linear"


class Through(StrEnum):
    """Whether an answer was opened or only shown; the two are never mixed."""

    CLICK = "click"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class Exposure(Generic[Key]):
    """Something was shown or opened at a time: an answer, or its author or space."""

    key: Key
    at: datetime
    through: Through


def credit(exposures: Iterable[Exposure[Key]], touch: Touch, through: Through) -> dict[Key, float]:
    """Shares of one journey's credit, adding up to 1, or nothing without an exposure of that kind.

    What was met several times counts once, so that reloading a page earns nothing. Of exposures at the same moment the
    one given first counts as earlier.
    """
    met = sorted((e for e in exposures if e.through is through), key=lambda e: e.at)
    if not met:
        return {}
    if touch is Touch.LINEAR:
        keys = dict.fromkeys(e.key for e in met)
        return {key: 1.0 / len(keys) for key in keys}
    return {met[0 if touch is Touch.FIRST else -1].key: 1.0}


def total_credit(journeys: Iterable[Iterable[Exposure[Key]]], touch: Touch, through: Through) -> dict[Key, float]:
    """Credit over many journeys; adds up to the number of journeys with an exposure of that kind."""
    totals: dict[Key, float] = {}
    for exposures in journeys:
        for key, share in credit(exposures, touch, through).items():
            totals[key] = totals.get(key, 0.0) + share
    return totals
