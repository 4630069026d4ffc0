"""The months of the answer board in the ledger, as programs read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.accounts.current import somebody
from app.core.access import ensure
from app.core.api import Listing, Out, operation
from app.core.api.operations import Moment
from app.insights import commands, policy
from app.insights.queries import months
from app.insights.queries.months import Month
from app.insights.views.months import month_of


class PostedOut(Out):
    """A line of the ledger as it was posted; `low` and `high` enclose the amount, 19 times in 20."""

    id: int
    kind: str
    category: str
    amount: Decimal
    low: Decimal | None
    high: Decimal | None
    currency: str
    date: date
    evidence: str
    link: str
    recorded_at: Moment
    attested_at: Moment | None


class MonthOut(Out):
    """A month: whether the causal estimate tells a saving or loss, contacts spared with their interval, its lines."""

    month: date
    told: bool
    contacts: float | None
    low: float | None
    high: float | None
    missing: list[str]
    reckoned_at: Moment
    lines: list[PostedOut]

    @classmethod
    def of(cls, month: Month) -> MonthOut:
        """From a row and its lines."""
        names = ("month", "told", "contacts", "low", "high", "missing", "reckoned_at")
        plain = {name: getattr(month.found, name) for name in names}
        return cls(**plain, lines=[PostedOut.model_validate(line) for line in month.lines])


@operation("listAnswerMonths", "GET /insights/return/months", returns=Listing[MonthOut])
def list_answer_months() -> Listing[MonthOut]:
    """What the answer board saved and cost, month by month, the latest two years."""
    ensure(policy.may_see_deflection(somebody()))
    return Listing(items=[MonthOut.of(month) for month in months.months()])


@operation("reckonAnswerMonth", "PUT /insights/return/months/<month>", returns=MonthOut)
def reckon_answer_month(month: str) -> MonthOut:
    """Reckon a month such as 2026-10 anew; only the difference to what stands is posted."""
    ensure(policy.may_reckon_months(somebody()))
    row = commands.post_month(month_of(month))
    return MonthOut.of(next(each for each in months.months() if each.found.id == row.id))
