"""Reporting things, and opening the cases that moderators work on."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock
from app.core.access import Invalid
from app.core.events import Actor, record
from app.extensions import db
from app.moderation import queries
from app.moderation.events import CaseOpened, ContentFlagged
from app.moderation.models import HELD_SEVERITY, REASONS, SEVERITY, Case, Flag
from app.moderation.subjects import Subject


def flag(subject: Subject, reason: str, note: str = "", *, by: Person) -> Case:
    """Report a thing; a second report by the same person changes nothing."""
    if reason not in REASONS:
        raise Invalid({"reason": _("Choose one of %(all)s.", all=", ".join(REASONS))})
    case = open_case(subject, source="flag", severity=SEVERITY[reason], by=by)
    if db.session.scalar(select(Flag.id).where(Flag.case_id == case.id, Flag.person_id == by.id)) is not None:
        return case
    db.session.add(Flag(case_id=case.id, person_id=by.id, person=by, reason=reason, note=note.strip(), at=clock.now()))
    case.flag_count += 1
    case.severity = max(case.severity, SEVERITY[reason])
    db.session.flush()
    record(ContentFlagged(case_id=case.id, subject=subject.name, reason=reason), by=by, space_id=case.space_id)
    return case


def open_case(
    subject: Subject, *, source: str, severity: int = HELD_SEVERITY, rules: Iterable[str] = (), by: Actor | None = None
) -> Case:
    """The open case about a subject, made where there is none."""
    _take_turns(subject.author)
    known = queries.open_case_of(subject.name)
    if known is not None:
        return known
    case = Case(
        subject=subject.name, space_id=subject.space_id, author_id=subject.author.id, author=subject.author,
        source=source, rules=list(rules), severity=severity, opened_at=clock.now(), flag_count=0, state="open",
    )  # fmt: skip
    db.session.add(case)
    db.session.flush()
    record(CaseOpened(case_id=case.id, subject=subject.name), by=by, space_id=case.space_id)
    return case


def _take_turns(author: Person) -> None:
    """Two reports of one person's things at once must not open two cases about one of them."""
    db.session.execute(select(Person.id).where(Person.id == author.id).with_for_update())
