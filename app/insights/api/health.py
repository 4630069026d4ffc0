"""The health of spaces, as programs read it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.core.api import Out, operation
from app.core.api.operations import Moment, Text
from app.insights import policy, words
from app.insights.api.periods import MONTH, Dates, period_of
from app.insights.queries import course, hive
from app.spaces import queries as spaces

Vital = Literal[
    "asked", "answer_rate", "first_answer_hours", "verified_share", "solved_by_reading", "people", "backlog", "cases"
]  # fmt: skip


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


@operation("getHealth", "GET /insights/health", query=Dates, returns=HealthOut)
def get_health(query: Dates) -> HealthOut:
    """How each space that you may see and the whole hive are doing in a period, against the two before it."""
    person = somebody()
    ensure(policy.may_see(person))
    period = period_of(query, MONTH)
    shown = hive.hive(period, person, after=query.after, limit=query.limit)
    return HealthOut(
        start=period.start, to=period.end, whole=SpaceHealthOut.of(shown.whole),
        items=[SpaceHealthOut.of(one) for one in shown.spaces.items], next=shown.spaces.next,
    )  # fmt: skip


class CourseQuery(Dates):
    """Which figure, of a space or of the whole hive, and which days: by default the 28 up to now."""

    of: Vital = "asked"
    space: Text | None = Field(None, max_length=60)


class VitalStepOut(Out):
    """What the figure was in a step, both days counted, and what it rests on; null where it is not known."""

    start: Moment = Field(serialization_alias="from")
    to: Moment
    value: float | None
    n: int


class HealthCourseOut(Out):
    """One figure as it went, oldest step first; `unit` is number, share or hours."""

    figure: str
    unit: str
    space: str | None
    days_each: int
    steps: list[VitalStepOut]


@operation("getHealthCourse", "GET /insights/health/course", query=CourseQuery, returns=HealthCourseOut)
def get_health_course(query: CourseQuery) -> HealthCourseOut:
    """How one figure of the health of a space, or of all that you may see, went; null before there was anything."""
    person = somebody()
    ensure(policy.may_see(person))
    space = found(spaces.visible_space(person, query.space)) if query.space else None
    period = period_of(query, MONTH)
    steps = [
        VitalStepOut(start=step.period.start, to=step.period.end, value=step.count.value, n=step.count.n)
        for step in course.course(query.of, period, person, space)
    ]
    _label, unit = words.vitals()[query.of]
    return HealthCourseOut(
        figure=query.of, unit=unit, space=space.slug if space else None, days_each=course.step_days(period), steps=steps
    )
