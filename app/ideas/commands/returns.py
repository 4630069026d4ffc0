"""Keeping the ledger."""

from __future__ import annotations

import datetime
from decimal import Decimal

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Invalid
from app.core.events import record
from app.extensions import db
from app.ideas.events import OutcomeRecorded
from app.ideas.models import Idea, LedgerLine

KINDS, BASES = ("cost", "benefit"), ("forecast", "realised")
CENT = Decimal("0.01")


def record_outcome(
    idea: Idea,
    *,
    kind: str,
    basis: str,
    amount: Decimal,
    currency: str,
    date: datetime.date,
    evidence: str,
    by: Person,
) -> LedgerLine:
    """Enter a cost or benefit, forecast or realised, with its evidence."""
    errors = {}
    if kind not in KINDS:
        errors["kind"] = _("This must be cost or benefit.")
    if basis not in BASES:
        errors["basis"] = _("This must be forecast or realised.")
    if not Decimal(0) < amount < Decimal(10) ** 12:
        errors["amount"] = _("Enter an amount above zero.")
    if not evidence.strip():
        errors["evidence"] = _("Say where the figure comes from.")
    if errors:
        raise Invalid(errors)
    line = LedgerLine(
        idea_id=idea.id, kind=kind, basis=basis, amount=amount.quantize(CENT), currency=currency.upper(), date=date,
        evidence=evidence.strip(), recorded_by_id=by.id, recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
    db.session.add(line)
    db.session.flush()
    audit.log(
        "ideas.outcome_recorded", f"idea:{idea.id}", by=by, reason=evidence,
        after={"kind": kind, "basis": basis, "amount": str(amount), "currency": line.currency},
    )  # fmt: skip
    record(OutcomeRecorded(idea_id=idea.id, line_id=line.id), by=by, space_id=idea.space_id)
    return line
