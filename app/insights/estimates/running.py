"""A comparison as it grew from day to day, with both of its intervals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.insights.estimates.anytime import always_valid
from app.insights.estimates.deflection import Group
from app.insights.estimates.intervals import Interval, newcombe


@dataclass(frozen=True, slots=True)
class Look:
    """What was known at the end of a day: both groups so far, the interval for one look, and the one for daily looks.

    The intervals are of the contact rate held out minus that shown; None while they cannot be computed.
    """

    day: date
    holdout: Group
    treated: Group
    once: Interval | None
    daily: Interval | None


def looks(days: Iterable[tuple[date, Group, Group]]) -> list[Look]:
    """Each day's own groups, held out and shown, summed up day by day."""
    found: list[Look] = []
    holdout = treated = Group(0, 0)
    for day, held, shown in days:
        holdout, treated = _plus(holdout, held), _plus(treated, shown)
        counts = (holdout.contacts, holdout.journeys, treated.contacts, treated.journeys)
        k1, n1, k2, n2 = counts
        if k1 is None or k2 is None or not n1 or not n2:
            found.append(Look(day, holdout, treated, None, None))
        else:
            found.append(Look(day, holdout, treated, newcombe(k1, n1, k2, n2), always_valid(k1, n1, k2, n2)))
    return found


def told_on(days: Sequence[Look]) -> date | None:
    """The first day on which the daily interval left out zero: from then on the answer stands, however one looked."""
    return next((look.day for look in days if look.daily and (look.daily.low > 0 or look.daily.high < 0)), None)


def _plus(one: Group, other: Group) -> Group:
    known = one.contacts is not None and other.contacts is not None
    return Group(one.journeys + other.journeys, (one.contacts or 0) + (other.contacts or 0) if known else None)
