"""What ideas cost and brought, by idea and challenge, each currency by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.accounts.models import Person
from app.extensions import db
from app.ideas import queries as ideas
from app.ideas.models import Challenge, Idea
from app.ideas.queries import ledger_sums

NAMES = ("forecast_cost", "forecast_benefit", "realised_cost", "realised_benefit")


@dataclass(frozen=True)
class Sums:
    """Sums of ledger lines in one currency; a ratio without a cost is not known, never 0."""

    forecast_cost: Decimal = Decimal(0)
    forecast_benefit: Decimal = Decimal(0)
    realised_cost: Decimal = Decimal(0)
    realised_benefit: Decimal = Decimal(0)

    @property
    def roi(self) -> Decimal | None:
        """Realised benefit over realised cost, minus one."""
        return (self.realised_benefit - self.realised_cost) / self.realised_cost if self.realised_cost else None

    @property
    def forecast_roi(self) -> Decimal | None:
        """The same, as forecast."""
        return (self.forecast_benefit - self.forecast_cost) / self.forecast_cost if self.forecast_cost else None

    @property
    def realised_net(self) -> Decimal:
        """Realised benefit minus realised cost."""
        return self.realised_benefit - self.realised_cost


@dataclass(frozen=True)
class Row:
    """One idea in one currency."""

    idea: Idea
    currency: str
    sums: Sums


@dataclass(frozen=True)
class Returned:
    """The report: a row for each idea and currency, sums by currency and by challenge."""

    rows: Sequence[Row]
    totals: dict[str, Sums]
    challenges: Sequence[tuple[Challenge, str, Sums, int]]


def returned(
    viewer: Person | None, *, challenge: Challenge | None = None, start: date | None = None, end: date | None = None
) -> Returned:
    """Sum up the ledgers of the ideas that the viewer may see, dates from `start` up to, not including, `end`."""
    found = ledger_sums(challenge_id=challenge.id if challenge else None, start=start, end=end)
    visible = ideas.visible_ids(viewer, found)
    known = {idea.id: idea for idea in db.session.scalars(select(Idea).where(Idea.id.in_(visible))).unique()}
    rows = [
        Row(known[number], currency, _sums([sums]))
        for number, by_currency in found.items()
        if number in known
        for currency, sums in by_currency.items()
    ]
    rows.sort(key=lambda row: (row.currency, -row.sums.realised_net, row.idea.id))
    return Returned(rows, _totals(rows), _by_challenge(rows))


def _totals(rows: Sequence[Row]) -> dict[str, Sums]:
    currencies = sorted({row.currency for row in rows})
    return {c: _sums([row.sums for row in rows if row.currency == c]) for c in currencies}


def _by_challenge(rows: Sequence[Row]) -> Sequence[tuple[Challenge, str, Sums, int]]:
    grouped: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        grouped.setdefault((row.idea.challenge_id, row.currency), []).append(row)
    return [
        (mine[0].idea.challenge, currency, _sums([row.sums for row in mine]), len(mine))
        for (_number, currency), mine in sorted(grouped.items())
    ]


def _sums(parts: Sequence[object]) -> Sums:
    return Sums(**{name: sum((getattr(part, name) for part in parts), Decimal(0)) for name in NAMES})
