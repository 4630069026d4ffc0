"""What ideas, and the answer board, cost and brought."""

from __future__ import annotations

import datetime
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model
from app.ideas.accrual import Flow

KINDS, BASES, SOURCES = ("cost", "benefit"), ("forecast", "realised"), ("ideas", "answers")
CATEGORIES = {
    "benefit": ("revenue", "saving", "avoidance", "satisfaction", "other"),
    "cost": ("people", "purchase", "running", "other"),
}
ALL_CATEGORIES = tuple(dict.fromkeys((*CATEGORIES["benefit"], *CATEGORIES["cost"])))
MOST_MONTHS = 180


class LedgerLine(Model):
    """A cost or benefit, forecast or realised, with evidence; entered once, never changed, struck by another line.

    Without `until` it is one amount on `date`; with it, `amount` a month from `date` to `until`, the last day. `total`
    is all that it comes to. A line that `reverses` another has its amount below zero. Lines of the source `answers`
    belong to no idea; `key` names their month and `low` and `high` enclose their total, 19 times in 20.
    """

    __tablename__ = "ledger_line"
    __table_args__ = (Index("ix_ledger_line_source", "source", "date"),)

    id: Mapped[Id]
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"), index=True)
    source: Mapped[str] = mapped_column(String(10), default="ideas")
    key: Mapped[str | None] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    basis: Mapped[str] = mapped_column(String(10))
    category: Mapped[str] = mapped_column(String(20), default="other")
    amount: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    total: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    low: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    high: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    currency: Mapped[str] = mapped_column(String(3))
    date: Mapped[datetime.date] = mapped_column(Date)
    until: Mapped[datetime.date | None] = mapped_column(Date)
    evidence: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(500), default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_line.id"), unique=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime.datetime]
    attested_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    attested_at: Mapped[datetime.datetime | None]
    recorded_by: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[recorded_by_id])
    attested_by: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[attested_by_id])

    @property
    def flow(self) -> Flow:
        """As the accrual takes it, benefits and costs alike above zero."""
        return Flow(self.amount, self.date, self.until)
