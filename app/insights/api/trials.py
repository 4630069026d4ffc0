"""The comparison under way and trials with half held out, as programs read and run them."""

from __future__ import annotations

from pydantic import Field

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.core.api import In, Out, operation
from app.core.api.operations import Moment, Text
from app.insights import commands, policy, queries, words
from app.insights.commands.trials import LONGEST, SHORTEST
from app.insights.estimates.intervals import Interval
from app.insights.queries.running import running


class BetweenOut(Out):
    """A difference of contact rates, held out minus shown, with its interval."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, interval: Interval | None) -> BetweenOut | None:
        """From an interval, where there is one."""
        return None if interval is None else cls(value=interval.value, low=interval.low, high=interval.high)


class RunningOut(Out):
    """What can be said so far: `daily` holds however often one looks, `once` for one look on a day fixed beforehand."""

    since: Moment
    share: float
    trial_ends_at: Moment | None
    held_out: int
    treated: int
    daily: BetweenOut | None
    once: BetweenOut | None
    mismatch_probability: float | None
    verdict: str


class TrialIn(In):
    """How long, and why."""

    days: int = Field(ge=SHORTEST, le=LONGEST)
    reason: Text = Field(min_length=1, max_length=200)


@operation("getTrial", "GET /insights/trial", returns=RunningOut)
def get_trial() -> RunningOut:
    """The comparison since the share held out last changed."""
    ensure(policy.may_see_deflection(somebody()))
    return _running_out()


@operation("beginTrial", "POST /insights/trial", body=TrialIn, returns=RunningOut, status=201)
def begin_trial(body: TrialIn) -> RunningOut:
    """Hold out half of the journeys that open from now on, for so many days."""
    person = somebody()
    ensure(policy.may_run_trials(person))
    commands.begin_trial(body.days, body.reason, by=person)
    return _running_out()


@operation("endTrial", "DELETE /insights/trial", returns=RunningOut)
def end_trial() -> RunningOut:
    """End the trial under way."""
    person = somebody()
    ensure(policy.may_run_trials(person))
    commands.end_trial(found(queries.running_trial()), by=person)
    return _running_out()


def _running_out() -> RunningOut:
    now = running()
    return RunningOut(
        since=now.since, share=now.share, trial_ends_at=now.trial.ends_at if now.trial else None,
        held_out=now.holdout.journeys, treated=now.treated.journeys,
        daily=BetweenOut.of(now.last.daily if now.last else None),
        once=BetweenOut.of(now.last.once if now.last else None), mismatch_probability=now.mismatch,
        verdict=" ".join(words.running_verdict(now)),
    )  # fmt: skip
