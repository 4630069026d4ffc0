"""Keeping the ledger: lines are entered, attested and struck, never changed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.files import commands as files
from app.ideas.accrual import CENT, Flow
from app.ideas.commands.ledger_checks import Typed, check
from app.ideas.events import OutcomeAttested, OutcomeRecorded, OutcomeStruck
from app.ideas.models import Idea, LedgerLine
from app.spaces.policy.archive import ensure_open


@dataclass(frozen=True)
class Posted:
    """What another feature measured and posts: below zero where it was a loss; `low` and `high` enclose the amount."""

    key: str
    kind: str
    category: str
    amount: Decimal
    currency: str
    date: datetime.date
    evidence: str
    link: str
    low: Decimal | None = None
    high: Decimal | None = None


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
    category: str = "other",
    until: datetime.date | None = None,
    link: str = "",
    files_sent: Sequence[str] = (),
    low: Decimal | None = None,
    high: Decimal | None = None,
) -> LedgerLine:
    """Enter a cost or benefit, forecast or realised, once or so much a month until a day, with its evidence.

    Of a forecast `low` and `high` may say between what the amount lies, 19 times in 20.
    """
    check(Typed(kind, basis, category, amount, currency, date, until, evidence, link, low, high))
    chosen = files.choose(files_sent, by=by, scope=idea.space.slug)
    line = LedgerLine(
        idea_id=idea.id, source="ideas", kind=kind, basis=basis, category=category, amount=amount.quantize(CENT),
        currency=currency.upper(), date=date, until=until, evidence=evidence.strip(), link=link.strip(),
        recorded_by_id=by.id, recorded_by=by, recorded_at=clock.now(),
        low=_whole(low, date, until), high=_whole(high, date, until),
    )  # fmt: skip
    _enter(line)
    files.hang(chosen, f"ledger:{line.id}", by=by)
    audit.log(
        "ideas.outcome_recorded", f"idea:{idea.id}", by=by, reason=evidence,
        after={"kind": kind, "basis": basis, "amount": str(line.amount), "currency": line.currency},
    )  # fmt: skip
    record(OutcomeRecorded(idea_id=idea.id, line_id=line.id), by=by, space_id=idea.space_id)
    return line


def strike(line: LedgerLine, reason: str, *, by: Person) -> LedgerLine:
    """Enter the line that takes another back, with the reason; raises Conflict for one that was struck or strikes."""
    if not reason.strip():
        raise Invalid({"reason": _("Say why: everybody who reads the ledger will read it.")})
    _hold(line)
    if line.reverses_id is not None:
        raise Conflict(_("This line takes another back. Enter a new line instead."))
    if struck_by(line) is not None:
        raise Conflict(_("This line was taken back already."))
    kept = ("idea_id", "source", "kind", "basis", "category", "currency", "date", "until", "link")
    made = LedgerLine(
        **{name: getattr(line, name) for name in kept}, amount=-line.amount, evidence=reason.strip(),
        reverses_id=line.id, recorded_by_id=by.id, recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
    _enter(made)
    audit.log(
        "ideas.outcome_struck", _subject(line), by=by, reason=reason,
        before={"line": line.id, "amount": str(line.amount), "currency": line.currency},
    )  # fmt: skip
    if line.idea_id is not None:
        record(OutcomeStruck(idea_id=line.idea_id, line_id=made.id), by=by, space_id=_space_id(line))
    return made


def attest(line: LedgerLine, *, by: Person) -> None:
    """Say that a realised line is true; raises Conflict for one that is attested, struck or strikes another."""
    _hold(line)
    _stands(line)
    if line.attested_at is not None:
        raise Conflict(_("This line is attested already."))
    line.attested_by_id, line.attested_by, line.attested_at = by.id, by, clock.now()
    db.session.flush()
    audit.log("ideas.outcome_attested", _subject(line), by=by, after={"line": line.id, "amount": str(line.amount)})
    if line.idea_id is not None:
        record(OutcomeAttested(idea_id=line.idea_id, line_id=line.id), by=by, space_id=_space_id(line))


def withdraw_attestation(line: LedgerLine, *, by: Person) -> None:
    """Take an attestation back; raises Conflict where there is none, or the line was struck since."""
    ensure_open(_space_id(line))
    _hold(line)
    _stands(line)
    if line.attested_at is None:
        raise Conflict(_("Nobody has attested this line."))
    line.attested_by_id, line.attested_by, line.attested_at = None, None, None
    db.session.flush()
    audit.log("ideas.attestation_withdrawn", _subject(line), by=by, before={"line": line.id})


def post_outcome(posted: Posted) -> LedgerLine:
    """Enter what was measured on the answer board; the key stands once in the ledger."""
    line = LedgerLine(
        source="answers", key=posted.key, kind=posted.kind, basis="realised", category=posted.category,
        amount=posted.amount.quantize(CENT), low=posted.low, high=posted.high, currency=posted.currency,
        date=posted.date, evidence=posted.evidence, link=posted.link, recorded_at=clock.now(),
    )  # fmt: skip
    _enter(line)
    return line


def struck_by(line: LedgerLine) -> int | None:
    """The number of the line that takes this one back."""
    return db.session.scalar(select(LedgerLine.id).where(LedgerLine.reverses_id == line.id))


def _space_id(line: LedgerLine) -> int | None:
    """The space of its idea; lines of the answer board belong to none."""
    return db.session.scalar(select(Idea.space_id).where(Idea.id == line.idea_id)) if line.idea_id else None


def _enter(line: LedgerLine) -> None:
    line.total = line.flow.whole
    db.session.add(line)
    db.session.flush()


def _whole(end: Decimal | None, date: datetime.date, until: datetime.date | None) -> Decimal | None:
    """What an end of the range comes to in all, as amounts do."""
    return None if end is None else Flow(end.quantize(CENT), date, until).whole


def _stands(line: LedgerLine) -> None:
    if line.basis != "realised":
        raise Conflict(_("A forecast is a promise: only what was realised can be attested."))
    if line.reverses_id is not None or struck_by(line) is not None:
        raise Conflict(_("This line was taken back."))


def _hold(line: LedgerLine) -> None:
    """Deeds on one line take turns, and each begins from what the one before it left."""
    db.session.flush()
    columns = [column.key for column in LedgerLine.__mapper__.column_attrs]
    db.session.refresh(line, columns, with_for_update=True)


def _subject(line: LedgerLine) -> str:
    return f"idea:{line.idea_id}" if line.idea_id is not None else f"ledger:{line.id}"
