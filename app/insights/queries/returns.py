"""What ideas and the answer board cost and brought: in all, by source, space, challenge and idea, and by quarter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock
from app.core.velocity import Movement
from app.extensions import db
from app.ideas import queries as ideas
from app.ideas.models import Challenge, Idea
from app.ideas.queries import Entry, Range, Sums
from app.insights.queries.quarters import Quarter, Standing, moved, quarters, standing
from app.spaces.models import Space

NAMES = (
    "forecast_cost", "forecast_benefit", "realised_cost", "realised_benefit", "attested_cost", "attested_benefit",
)  # fmt: skip
LAUNCHED = "done"


@dataclass(frozen=True)
class Row:
    """One idea in one currency."""

    idea: Idea
    currency: str
    sums: Sums


@dataclass(frozen=True)
class Group:
    """A challenge, a space or a source in one currency, and how many ideas have a ledger there."""

    thing: Any
    currency: str
    sums: Sums
    n: int
    entries: Sequence[Entry]

    @property
    def stands(self) -> Standing:
        """How it stands today, against the ends of the two quarters before."""
        return standing(self.entries, clock.now().date())


@dataclass(frozen=True)
class Returned:
    """The report; `accuracy` is that of launched ideas, by currency, None where nothing was forecast for now.

    `ranges` are those of the return by currency and basis; None where all amounts are known, or the cost hardly is.
    """

    rows: Sequence[Row]
    totals: dict[str, Sums]
    sources: Sequence[Group]
    spaces: Sequence[Group]
    challenges: Sequence[Group]
    quarters: dict[str, list[Quarter]]
    moved: dict[str, Movement]
    standing: dict[str, Standing]
    accuracy: dict[str, tuple[Decimal | None, int]]
    ranges: dict[str, dict[str, Range | None]]


def returned(
    viewer: Person | None,
    *,
    challenge: Challenge | None = None,
    space: Space | None = None,
    start: date | None = None,
    end: date | None = None,
    answers: bool = False,
) -> Returned:
    """Sum up the ledgers of the ideas that the viewer may see, from `start` up to, not including, `end`.

    With `answers`, also what the answer board saved and cost, which belongs to no challenge and no space.
    """
    joined = answers and challenge is None and space is None
    found = ideas.entries(
        viewer, challenge_id=challenge.id if challenge else None, space_id=space.id if space else None, answers=joined
    )
    return _report(found, start, end)


def _report(found: Sequence[Entry], start: date | None, end: date | None) -> Returned:
    today, known = clock.now().date(), _known(found)

    def summed(mine: Sequence[Entry]) -> Sums:
        return ideas.summed(mine, today, start, end)

    def grouped(of: Callable[[Entry], Any]) -> list[Group]:
        return _grouped(found, of, summed)

    rows = [Row(group.thing, group.currency, group.sums) for group in grouped(lambda e: known.get(e.idea_id or 0))]
    rows.sort(key=lambda row: (row.currency, -row.sums.realised_net, row.idea.id))
    currencies = ideas.by_currency(found)
    steps = {currency: quarters(mine, today) for currency, mine in currencies.items()}
    return Returned(
        rows=rows, totals={currency: summed(mine) for currency, mine in currencies.items()},
        sources=grouped(lambda entry: entry.source),
        spaces=grouped(lambda entry: known[entry.idea_id].space if entry.idea_id else None),
        challenges=grouped(lambda entry: known[entry.idea_id].challenge if entry.idea_id else None),
        quarters=steps, moved={currency: moved(mine) for currency, mine in steps.items()},
        standing={currency: standing(mine, today, _launched(mine, known)) for currency, mine in currencies.items()},
        accuracy={currency: _accuracy(mine, known, today) for currency, mine in currencies.items()},
        ranges={currency: _ranges(mine, start, end) for currency, mine in currencies.items()},
    )  # fmt: skip


def _ranges(mine: Sequence[Entry], start: date | None, end: date | None) -> dict[str, Range | None]:
    """Of the return as forecast and as realised."""
    found: dict[str, Range | None] = {}
    for basis in ("forecast", "realised"):
        of = [entry for entry in mine if entry.basis == basis]
        benefit, cost = (
            ideas.spread([entry for entry in of if entry.kind == kind], start, end) for kind in ("benefit", "cost")
        )  # fmt: skip
        found[basis] = ideas.roi_range(benefit, cost) if ideas.is_uncertain(of) else None
    return found


def _known(found: Iterable[Entry]) -> dict[int, Idea]:
    wanted = {entry.idea_id for entry in found if entry.idea_id is not None}
    if not wanted:
        return {}
    return {idea.id: idea for idea in db.session.scalars(select(Idea).where(Idea.id.in_(wanted))).unique()}


def _grouped(
    found: Sequence[Entry], of: Callable[[Entry], Any], summed: Callable[[Sequence[Entry]], Sums]
) -> list[Group]:
    """By thing and currency; entries of no thing are left out."""
    parts: dict[tuple[Any, str], list[Entry]] = {}
    for entry in found:
        if (thing := of(entry)) is not None:
            parts.setdefault((thing, entry.currency), []).append(entry)
    groups = [
        Group(thing, currency, summed(mine), len({entry.idea_id for entry in mine} - {None}), mine)
        for (thing, currency), mine in parts.items()
    ]
    return sorted(groups, key=lambda group: (group.currency, -group.sums.realised_net))


def _accuracy(mine: Sequence[Entry], known: dict[int, Idea], today: date) -> tuple[Decimal | None, int]:
    """Realised over what was forecast to have come by today, over launched ideas that have a forecast; how many."""
    launched = _launched(mine, known)
    sums = ideas.summed([entry for entry in mine if entry.idea_id in launched], today)
    return sums.accuracy, len(launched)


def _launched(mine: Sequence[Entry], known: dict[int, Idea]) -> set[int | None]:
    """The ideas among them that are launched and have a forecast of their benefit."""
    forecast = {entry.idea_id for entry in mine if entry.basis == "forecast" and entry.kind == "benefit"}
    return {number for number in forecast if number is not None and known[number].kind == LAUNCHED}
