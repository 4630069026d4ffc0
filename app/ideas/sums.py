"""A ledger summed up: what was forecast, realised and attested, the return on it, and when it has paid back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.ideas.accrual import Flow, accrued, between, payback

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Entry:
    """What counts of one line of a ledger; one that strikes another is attested where that one is.

    `low` and `high` enclose all that it comes to, where it is uncertain and stands; `recorded_on` is when it went in.
    """

    idea_id: int | None
    source: str
    currency: str
    kind: str
    basis: str
    attested: bool
    flow: Flow
    low: Decimal | None = None
    high: Decimal | None = None
    recorded_on: date | None = None

    @property
    def signed(self) -> Flow:
        """Its flow, costs below zero."""
        return self.flow if self.kind == "benefit" else Flow(-self.flow.amount, self.flow.start, self.flow.until)


@dataclass(frozen=True)
class Sums:
    """The ledger of one idea or of many, in one currency; a ratio without a cost is not known, never 0.

    `due_benefit` and `due_cost` are what was forecast to have come by today.
    """

    forecast_cost: Decimal = ZERO
    forecast_benefit: Decimal = ZERO
    realised_cost: Decimal = ZERO
    realised_benefit: Decimal = ZERO
    attested_cost: Decimal = ZERO
    attested_benefit: Decimal = ZERO
    due_cost: Decimal = ZERO
    due_benefit: Decimal = ZERO
    payback: date | None = None
    forecast_payback: date | None = None

    @property
    def roi(self) -> Decimal | None:
        """Realised (benefit - cost) / cost."""
        return _roi(self.realised_benefit, self.realised_cost)

    @property
    def forecast_roi(self) -> Decimal | None:
        """The same, as forecast."""
        return _roi(self.forecast_benefit, self.forecast_cost)

    @property
    def attested_roi(self) -> Decimal | None:
        """The same, of what somebody other than its recorder attested."""
        return _roi(self.attested_benefit, self.attested_cost)

    @property
    def realised_net(self) -> Decimal:
        """Realised benefit minus realised cost."""
        return self.realised_benefit - self.realised_cost

    @property
    def attested_net(self) -> Decimal:
        """The same, of what was attested."""
        return self.attested_benefit - self.attested_cost

    @property
    def unattested(self) -> tuple[Decimal, Decimal]:
        """Realised benefit and cost that nobody has attested."""
        return self.realised_benefit - self.attested_benefit, self.realised_cost - self.attested_cost

    @property
    def accuracy(self) -> Decimal | None:
        """Realised benefit as a share of the benefit forecast to have come by now; None where none was."""
        return self.realised_benefit / self.due_benefit if self.due_benefit > 0 else None


@dataclass
class _Sum:
    found: dict[str, Decimal] = field(default_factory=dict)

    def add(self, name: str, amount: Decimal) -> None:
        self.found[name] = self.found.get(name, ZERO) + amount


def summed(entries: Sequence[Entry], today: date, start: date | None = None, end: date | None = None) -> Sums:
    """Sum up entries of one currency: from the day `start` up to, not including, `end` where these are given.

    Payback is that of the whole ledger, whatever the days.
    """
    total = _Sum()
    for entry in entries:
        amount = between(entry.flow, start, end)
        total.add(f"{entry.basis}_{entry.kind}", amount)
        if entry.basis == "realised" and entry.attested:
            total.add(f"attested_{entry.kind}", amount)
        if entry.basis == "forecast":
            total.add(f"due_{entry.kind}", accrued(entry.flow, today))
    paid = {basis: payback([entry.signed for entry in entries if entry.basis == basis]) for basis in _BASES}
    return Sums(**total.found, payback=paid["realised"], forecast_payback=paid["forecast"])


def by_currency(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Entries by currency, in the order of its letters: amounts of different currencies are never added up."""
    grouped: dict[str, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.currency, []).append(entry)
    return dict(sorted(grouped.items()))


_BASES = ("forecast", "realised")


def _roi(benefit: Decimal, cost: Decimal) -> Decimal | None:
    return (benefit - cost) / cost if cost > 0 else None
