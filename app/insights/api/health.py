"""The health of spaces, as programs read it."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from app.accounts.current import somebody
from app.core import clock
from app.core.access import Invalid, ensure
from app.core.api import Cursor, Out, operation
from app.core.api.operations import Day, Moment
from app.insights import policy
from app.insights.queries import Period, hive

USUAL = timedelta(days=28)


class HealthQuery(Cursor):
    """Which period: from `from` to `to`, both counted; without them the 28 days up to now."""

    start: Day | None = Field(None, alias="from")
    to: Day | None = None


class VitalOut(Out):
    """A figure with what it rests on and how it moved; null where it is not known, `missing` names periods."""

    value: float | None
    n: int
    baseline: float | None
    change: float | None
    relative: float | None
    velocity: float | None
    missing: list[str]

    @classmethod
    def of(cls, figure: hive.Figure) -> VitalOut:
        """From what was reckoned."""
        moved = figure.moved
        return cls(
            value=figure.value, n=figure.n, baseline=moved.baseline, change=moved.change, relative=moved.relative,
            velocity=moved.velocity, missing=list(moved.missing),
        )  # fmt: skip


class SpaceHealthOut(Out):
    """A space, or the whole hive with null, and its figures by name."""

    space: str | None
    figures: dict[str, VitalOut]

    @classmethod
    def of(cls, one: hive.Health) -> SpaceHealthOut:
        """From what was reckoned."""
        figures = {name: VitalOut.of(figure) for name, figure in one.figures.items()}
        return cls(space=one.space.slug if one.space else None, figures=figures)


class HealthOut(Out):
    """The whole hive, and a page of its spaces by name."""

    start: Moment = Field(serialization_alias="from")
    to: Moment
    whole: SpaceHealthOut
    items: list[SpaceHealthOut]
    next: str | None


@operation("getHealth", "GET /insights/health", query=HealthQuery, returns=HealthOut)
def get_health(query: HealthQuery) -> HealthOut:
    """How each space that you may see and the whole hive are doing in a period, against the two before it."""
    person = somebody()
    ensure(policy.may_see(person))
    period = period_of(query)
    found = hive.hive(period, person, after=query.after, limit=query.limit)
    return HealthOut(
        start=period.start, to=period.end, whole=SpaceHealthOut.of(found.whole),
        items=[SpaceHealthOut.of(one) for one in found.spaces.items], next=found.spaces.next,
    )  # fmt: skip


def period_of(query: HealthQuery) -> Period:
    """What is asked for; raises Invalid where it ends before it begins."""
    end = clock.midnight(query.to + timedelta(days=1)) if query.to else clock.now()
    start = clock.midnight(query.start) if query.start else end - USUAL
    if start >= end:
        raise Invalid({"from": "Must be before `to`."})
    return Period(start, end)
