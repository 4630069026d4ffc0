"""What reading in each space spared, as programs read it."""

from __future__ import annotations

from app.accounts.current import somebody
from app.core.access import ensure
from app.core.api import Out, operation
from app.insights import policy
from app.insights.api.periods import MONTH, Dates, period_of
from app.insights.queries.spared import Spared, spared


class SparedOut(Out):
    """A space, or the whole hive with null: journeys that read in it and that read nothing, and their difference.

    `difference` is the contact rate of those that read nothing less that of those that read, with its 95 % interval;
    null where `missing` names what is lacking. It is observed, not causal. How it moved over three periods is null
    where `missing_periods` names those in which it was not known.
    """

    space: str | None
    read: int
    unread: int
    difference: float | None
    low: float | None
    high: float | None
    spared: float | None
    missing: list[str]
    baseline: float | None
    change: float | None
    relative: float | None
    velocity: float | None
    missing_periods: list[str]

    @classmethod
    def of(cls, one: Spared) -> SparedOut:
        """From what was reckoned."""
        rate, moved = one.compared.rate, one.moved
        return cls(
            space=one.space.slug if one.space else None, read=one.read, unread=one.unread, difference=rate.value,
            low=rate.low, high=rate.high, spared=one.compared.contacts.value, missing=list(rate.missing),
            baseline=moved.baseline, change=moved.change, relative=moved.relative, velocity=moved.velocity,
            missing_periods=list(moved.missing),
        )  # fmt: skip


class SparedHiveOut(Out):
    """The whole hive, and a page of its spaces by name."""

    whole: SparedOut
    items: list[SparedOut]
    next: str | None


@operation("getDeflectionBySpace", "GET /insights/health/deflection", query=Dates, returns=SparedHiveOut)
def get_deflection_by_space(query: Dates) -> SparedHiveOut:
    """What reading in each space that you may see spared of support contacts in a period."""
    person = somebody()
    ensure(policy.may_see(person))
    found = spared(period_of(query, MONTH), person, after=query.after, limit=query.limit)
    items = [SparedOut.of(one) for one in found.spaces.items]
    return SparedHiveOut(whole=SparedOut.of(found.whole), items=items, next=found.spaces.next)
