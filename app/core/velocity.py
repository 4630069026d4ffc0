"""How a figure moves: its change against the period before, and the change of that change."""

from collections.abc import Sequence
from dataclasses import dataclass

_PERIODS = ("this_period", "period_before", "second_period_before")


@dataclass(frozen=True, slots=True)
class Movement:
    """A figure, its baseline, its change and the velocity of that change; None where a period, named, is missing.

    Change and velocity are in the figure's own unit, per period and per period squared; relative is the change as a
    share of the baseline, None for a baseline of 0.
    """

    value: float | None
    baseline: float | None
    change: float | None
    relative: float | None
    velocity: float | None
    missing: tuple[str, ...]


def velocity(periods: Sequence[float | None]) -> Movement:
    """Movement of a figure over consecutive periods, oldest first; None for a period in which it was not known."""
    newest_first = [*reversed(periods[-3:]), None, None, None][:3]
    value, baseline, earlier = newest_first
    change, former = _difference(value, baseline), _difference(baseline, earlier)
    missing = tuple(name for name, known in zip(_PERIODS, newest_first, strict=True) if known is None)
    relative = change / abs(baseline) if change is not None and baseline else None
    return Movement(value, baseline, change, relative, _difference(change, former), missing)


def _difference(one: float | None, other: float | None) -> float | None:
    return one - other if one is not None and other is not None else None
