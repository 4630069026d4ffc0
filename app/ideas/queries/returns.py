"""Reading the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.extensions import db
from app.files import queries as files
from app.files.models import StoredFile
from app.ideas.accrual import Flow
from app.ideas.models import Idea, LedgerLine
from app.ideas.queries.ideas import may_see, visible_idea
from app.ideas.sums import Entry, Sums, by_currency, summed

Struck = aliased(LedgerLine, name="struck")


@dataclass(frozen=True)
class Shown:
    """A line as the page shows it: the number of the line that strikes it, if one does, and what hangs on it."""

    line: LedgerLine
    struck_by: int | None
    files: Sequence[StoredFile]


def ledger(idea: Idea) -> Sequence[LedgerLine]:
    """The ledger of one idea, oldest first."""
    lines = select(LedgerLine).where(LedgerLine.idea_id == idea.id)
    return db.session.scalars(lines.order_by(LedgerLine.date, LedgerLine.id)).all()


def shown_lines(lines: Sequence[LedgerLine], viewer: Person | None) -> list[Shown]:
    """Lines with what strikes them and, for employees, their files, in one query more."""
    struck = {line.reverses_id: line.id for line in lines if line.reverses_id}
    employee = viewer is not None and viewer.is_employee
    hung = files.attached([f"ledger:{line.id}" for line in lines]) if employee and lines else {}
    return [Shown(line, struck.get(line.id), hung.get(f"ledger:{line.id}", ())) for line in lines]


def visible_line(person: Person | None, line_id: int) -> LedgerLine | None:
    """A line of an idea that this person may see; those of the answer board are for who may see them there."""
    mine = select(LedgerLine).join(Idea, Idea.id == LedgerLine.idea_id)
    return db.session.scalar(mine.where(LedgerLine.id == line_id, may_see(person)))


def line_by_id(line_id: int) -> LedgerLine | None:
    """A line of any source, for those who have passed a door."""
    return db.session.get(LedgerLine, line_id)


def line_by_key(key: str) -> LedgerLine | None:
    """The line that was posted under a key."""
    return db.session.scalar(select(LedgerLine).where(LedgerLine.key == key))


def lines_under(prefix: str) -> Sequence[LedgerLine]:
    """What was posted under keys that begin so, oldest first."""
    return db.session.scalars(
        select(LedgerLine).where(LedgerLine.key.startswith(prefix, autoescape=True)).order_by(LedgerLine.id)
    ).all()


def answer_lines() -> Sequence[LedgerLine]:
    """The lines of the answer board, oldest first."""
    return db.session.scalars(
        select(LedgerLine).where(LedgerLine.source == "answers").order_by(LedgerLine.date, LedgerLine.id)
    ).all()


def entries(
    person: Person | None,
    *,
    challenge_id: int | None = None,
    space_id: int | None = None,
    idea_ids: Iterable[int] | None = None,
    answers: bool = False,
) -> list[Entry]:
    """What counts of the ledgers of the ideas that a person may see; with `answers`, of the answer board's too."""
    mine: list[ColumnElement[bool]] = [LedgerLine.idea_id.is_not(None), may_see(person)]
    if challenge_id:
        mine.append(Idea.challenge_id == challenge_id)
    if space_id:
        mine.append(Idea.space_id == space_id)
    if idea_ids is not None:
        mine.append(LedgerLine.idea_id.in_(list(idea_ids)))
    query = _columns().outerjoin(Idea, Idea.id == LedgerLine.idea_id)
    condition = _all(mine)
    query = query.where(or_(condition, LedgerLine.source == "answers") if answers else condition)
    return [_entry(row) for row in db.session.execute(query)]


def ledger_sums(
    *,
    challenge_id: int | None = None,
    start: date | None = None,
    end: date | None = None,
    idea_ids: Iterable[int] | None = None,
) -> dict[int, dict[str, Sums]]:
    """Sums by idea and currency, never of two; whether the ideas may be seen is asked before."""
    query = _columns().join(Idea, Idea.id == LedgerLine.idea_id)
    if challenge_id:
        query = query.where(Idea.challenge_id == challenge_id)
    if idea_ids is not None:
        query = query.where(LedgerLine.idea_id.in_(list(idea_ids)))
    return sums_by_idea([_entry(row) for row in db.session.execute(query)], start, end)


def sums_by_idea(
    found: Iterable[Entry], start: date | None = None, end: date | None = None
) -> dict[int, dict[str, Sums]]:
    """Entries of ideas summed up by idea and currency."""
    grouped: dict[int, list[Entry]] = {}
    for entry in found:
        if entry.idea_id is not None:
            grouped.setdefault(entry.idea_id, []).append(entry)
    today = clock.now().date()
    return {
        idea_id: {currency: summed(mine, today, start, end) for currency, mine in by_currency(lines).items()}
        for idea_id, lines in grouped.items()
    }


def sums_of(found: Iterable[Entry], start: date | None = None, end: date | None = None) -> dict[str, Sums]:
    """Entries summed up together, by currency."""
    today = clock.now().date()
    return {currency: summed(mine, today, start, end) for currency, mine in by_currency(found).items()}


@files.hangs_on("ledger")
def may_see_evidence(line_id: int, person: Person | None) -> bool:
    """Files of the ledger are for employees who may see its idea."""
    if person is None or not person.is_employee:
        return False
    line = line_by_id(line_id)
    return line is not None and line.idea_id is not None and visible_idea(person, line.idea_id) is not None


def _columns() -> Any:
    attested = or_(LedgerLine.attested_at.is_not(None), Struck.attested_at.is_not(None))
    line, taken_back = LedgerLine, aliased(LedgerLine)
    stands = ~select(taken_back.id).where(taken_back.reverses_id == line.id).exists()
    return select(
        line.idea_id, line.source, line.currency, line.kind, line.basis, attested, line.amount, line.date, line.until,
        case((stands, line.low)), case((stands, line.high)), line.recorded_at,
    ).outerjoin(Struck, Struck.id == LedgerLine.reverses_id)  # fmt: skip


def _entry(row: Any) -> Entry:
    idea_id, source, currency, kind, basis, attested, amount, start, until, low, high, recorded_at = row
    flow = Flow(amount, start, until)
    return Entry(idea_id, source, currency, kind, basis, bool(attested), flow, low, high, recorded_at.date())


def _all(conditions: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    whole = conditions[0]
    for condition in conditions[1:]:
        whole &= condition
    return whole
