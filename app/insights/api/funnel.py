"""The funnel, as programs read it."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from app.accounts.current import somebody
from app.core import clock
from app.core.access import ensure, found
from app.core.api import Cursor, Out, operation
from app.core.api.operations import Day, Text
from app.ideas import queries as ideas
from app.ideas.queries import Cohort
from app.insights import policy
from app.insights.api.reports import FigureOut
from app.insights.queries import funnel
from app.spaces import queries as spaces


class FunnelQuery(Cursor):
    """Which ideas: submitted from `from` to `to`, both counted; of a challenge or a space; imported ones or not."""

    challenge: Text | None = Field(None, max_length=80)
    space: Text | None = Field(None, max_length=60)
    start: Day | None = Field(None, alias="from")
    to: Day | None = None
    imported: bool = True


class StepOut(Out):
    """One kind of stage; times in it are days by which so many have left it, null where fewer have."""

    kind: str
    reached: int
    here: int
    dropped: int
    of_before: FigureOut
    of_all: FigureOut
    quarter_days: float | None
    median_days: float | None
    three_quarters_days: float | None


class FunnelOut(Out):
    """From submitted to launched."""

    count: int
    imported: int
    steps: list[StepOut]


@operation("getFunnel", "GET /insights/funnel", query=FunnelQuery, returns=FunnelOut)
def get_funnel(query: FunnelQuery) -> FunnelOut:
    """How many ideas reached each kind of stage, and how long they were in it."""
    person = somebody()
    ensure(policy.may_see_return(person))
    challenge = found(ideas.visible_challenge(person, query.challenge)) if query.challenge else None
    space = found(spaces.visible_space(person, query.space)) if query.space else None
    cohort = Cohort(
        person, challenge.id if challenge else None, space.id if space else None,
        clock.midnight(query.start) if query.start else None,
        clock.midnight(query.to + timedelta(days=1)) if query.to else None, query.imported,
    )  # fmt: skip
    report = funnel.funnel(cohort)
    return FunnelOut(count=report.count, imported=report.imported, steps=[_step(step) for step in report.steps])


def _step(step: funnel.Step) -> StepOut:
    return StepOut(
        kind=step.kind, reached=step.reached, here=step.here, dropped=step.dropped,
        of_before=FigureOut.of(step.of_before), of_all=FigureOut.of(step.of_all), quarter_days=step.quarter,
        median_days=step.median, three_quarters_days=step.three_quarters,
    )  # fmt: skip
