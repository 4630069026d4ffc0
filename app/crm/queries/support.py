"""Reading support contacts and cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import Person
from app.board.models import Question
from app.board.queries.visibility import may_read
from app.crm.models import Identity, SupportCase, SupportContact
from app.extensions import db


def support_contacts_between(start: datetime, end: datetime) -> Sequence[SupportContact]:
    """Support contacts of a period."""
    period = (SupportContact.at >= start, SupportContact.at < end)
    return db.session.scalars(select(SupportContact).where(*period).order_by(SupportContact.at)).all()


def support_contact(support_contact_id: int) -> SupportContact | None:
    """One call, chat, mail or case."""
    return db.session.get(SupportContact, support_contact_id)


def case_of(question_id: int) -> SupportCase | None:
    """The case a question was escalated into."""
    return db.session.scalar(select(SupportCase).where(SupportCase.question_id == question_id))


def open_cases(
    identities: Iterable[Identity], reader: Person | None, limit: int = 5
) -> Sequence[tuple[SupportCase, Question]]:
    """Cases of these identities whose questions are not settled and may be read by somebody, newest first."""
    wanted = [known.id for known in identities]
    query = select(SupportCase, Question).join(Question, Question.id == SupportCase.question_id)
    query = query.where(SupportCase.identity_id.in_(wanted), Question.solved_at.is_(None), Question.closed_at.is_(None))
    query = query.where(may_read(reader))
    rows = db.session.execute(query.order_by(SupportCase.opened_at.desc(), SupportCase.id.desc()).limit(limit)).unique()
    return [(case, question) for case, question in rows]
