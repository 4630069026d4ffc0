"""Reading the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.extensions import db
from app.ideas.models import Idea, LedgerLine


@dataclass(frozen=True)
class Sums:
    """The ledger of one idea or of many, in one currency."""

    forecast_cost: Decimal = Decimal(0)
    forecast_benefit: Decimal = Decimal(0)
    realised_cost: Decimal = Decimal(0)
    realised_benefit: Decimal = Decimal(0)

    @property
    def roi(self) -> Decimal | None:
        """Realised (benefit - cost) / cost; None while no cost is known, never 0 for want of data."""
        return _roi(self.realised_benefit, self.realised_cost)

    @property
    def forecast_roi(self) -> Decimal | None:
        """The same, as forecast."""
        return _roi(self.forecast_benefit, self.forecast_cost)


def ledger(idea: Idea) -> Sequence[LedgerLine]:
    """The ledger of one idea, oldest first."""
    lines = select(LedgerLine).where(LedgerLine.idea_id == idea.id)
    return db.session.scalars(lines.order_by(LedgerLine.date, LedgerLine.id)).all()


def ledger_sums(
    *,
    challenge_id: int | None = None,
    start: date | None = None,
    end: date | None = None,
    idea_ids: Iterable[int] | None = None,
) -> dict[int, dict[str, Sums]]:
    """Sums by idea and currency; amounts of different currencies are never added up."""
    query = select(LedgerLine).join(Idea, Idea.id == LedgerLine.idea_id)
    if challenge_id:
        query = query.where(Idea.challenge_id == challenge_id)
    if idea_ids is not None:
        query = query.where(LedgerLine.idea_id.in_(list(idea_ids)))
    if start:
        query = query.where(LedgerLine.date >= start)
    if end:
        query = query.where(LedgerLine.date < end)
    found: dict[int, dict[str, dict[str, Decimal]]] = {}
    for line in db.session.scalars(query):
        sums = found.setdefault(line.idea_id, {}).setdefault(line.currency, {})
        name = f"{line.basis}_{line.kind}"
        sums[name] = sums.get(name, Decimal(0)) + line.amount
    return {idea: {currency: Sums(**sums) for currency, sums in by.items()} for idea, by in found.items()}


def _roi(benefit: Decimal, cost: Decimal) -> Decimal | None:
    return (benefit - cost) / cost if cost else None
