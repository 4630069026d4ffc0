"""How moves and the ledger look."""

from __future__ import annotations

import datetime
from decimal import Decimal

from app.accounts.api import PersonOut
from app.core.api import Out
from app.core.api.operations import Moment


class MoveOut(Out):
    """A step from stage to stage."""

    id: int
    from_stage: str
    to_stage: str
    reason: str
    moved_by: PersonOut
    moved_at: Moment


class LineOut(Out):
    """A line of the ledger; the amount is a decimal number as text."""

    id: int
    kind: str
    basis: str
    amount: Decimal
    currency: str
    date: datetime.date
    evidence: str
    recorded_by: PersonOut
    recorded_at: Moment
