"""How the ledger looks."""

from __future__ import annotations

import datetime
from decimal import Decimal

from app.accounts.api import PersonOut
from app.core.api import Out
from app.core.api.operations import Moment


class LineOut(Out):
    """A line of the ledger; amounts are decimal numbers as text.

    With `until` the amount is that of a month, and `total` what all months come to. A line that takes another back
    names it as `reverses_id` and has its amount below zero. Lines of the answer board are recorded by nobody.
    """

    id: int
    source: str
    kind: str
    basis: str
    category: str
    amount: Decimal
    total: Decimal
    low: Decimal | None
    high: Decimal | None
    currency: str
    date: datetime.date
    until: datetime.date | None
    evidence: str
    link: str
    reverses_id: int | None
    recorded_by: PersonOut | None
    recorded_at: Moment
    attested_by: PersonOut | None
    attested_at: Moment | None
