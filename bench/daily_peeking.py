"""Do intervals hold for those who look every day? Simulated programmes, looked at after each of their days.

A programme runs for so many days with so many journeys a day, of which a share is held out. An interval fails it when
it leaves out the true difference of the contact rates on any day. A fixed interval is meant for one look; the
always-valid one for all of them.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from app.insights.estimates.anytime import always_valid
from app.insights.estimates.intervals import Interval, newcombe
from bench.deflection_coverage import binomial

DAYS = 84
Between = Callable[[int, int, int, int], Interval | None]
INTERVALS: dict[str, Between] = {"newcombe": newcombe, "always_valid": always_valid}


@dataclass(frozen=True)
class Plan:
    """Journeys a day, the share held out, and the contact rates of those held out and of the others."""

    a_day: int
    share: float
    held: float
    shown: float


PLANS = {
    "holdout of 5 %": Plan(120, 0.05, 0.25, 0.20),
    "nobody spared": Plan(120, 0.05, 0.20, 0.20),
    "rare contacts": Plan(120, 0.05, 0.04, 0.03),
    "pilot 50/50": Plan(120, 0.50, 0.25, 0.20),
    "small pilot": Plan(20, 0.50, 0.25, 0.25),
}


def failures(plan: Plan, programmes: int, seed: int = 1, days: int = DAYS) -> dict[str, float]:
    """Share of the programmes that each interval failed on at least one day."""
    failed = dict.fromkeys(INTERVALS, 0)
    for number in range(programmes):
        for name in _failed(plan, Random(f"{seed}:{number}"), days):  # noqa: S311 - a simulation has to repeat itself
            failed[name] += 1
    return {name: count / programmes for name, count in failed.items()}


def _failed(plan: Plan, rng: Random, days: int) -> set[str]:
    truth, failed = plan.held - plan.shown, set[str]()
    held = shown = held_contacts = shown_contacts = 0
    for _day in range(days):
        more = binomial(rng, plan.a_day, plan.share)
        held, shown = held + more, shown + plan.a_day - more
        held_contacts += binomial(rng, more, plan.held)
        shown_contacts += binomial(rng, plan.a_day - more, plan.shown)
        if not held or not shown:
            continue
        for name, between in INTERVALS.items():
            found = between(held_contacts, held, shown_contacts, shown)
            if found is not None and not found.low <= truth <= found.high:
                failed.add(name)
    return failed


def main() -> None:
    """Print how often each interval fails a programme that is looked at daily."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programmes", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(f"{arguments.programmes} programmes of {DAYS} days, looked at daily; an interval should fail 5 % at most")
    for name, plan in PLANS.items():
        found = failures(plan, arguments.programmes, arguments.seed)
        print(f"{name:15} " + "   ".join(f"{interval} fails {share:.1%}" for interval, share in found.items()))


if __name__ == "__main__":
    main()
