"""Putting a question aside, in one's own queue only."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.accounts.models import Person
from app.board.models import Question, Snooze
from app.core import clock
from app.core.access import Invalid
from app.extensions import db

LONGEST = timedelta(days=60)


def snooze(question: Question, until: datetime, *, by: Person, wakes_on_news: bool = True) -> Snooze:
    """Put a question aside; it comes back at its moment, or before that when something happens to it.

    Raises Invalid for a moment that is past, or too far away.
    """
    if not clock.now() < until <= clock.now() + LONGEST:
        raise Invalid({"until": _("Choose a time within the next %(days)d days.", days=LONGEST.days)})
    mine = (Snooze.person_id == by.id, Snooze.question_id == question.id)
    held = db.session.scalar(select(Snooze).where(*mine))
    if held is None:
        held = Snooze(person_id=by.id, question_id=question.id, snoozed_at=clock.now(), until=until)
        db.session.add(held)
    held.snoozed_at, held.until, held.wakes_on_news = clock.now(), until, wakes_on_news
    db.session.flush()
    return held


def wake(question: Question, *, by: Person) -> None:
    """Take a question back into one's queue; idempotent."""
    mine = (Snooze.person_id == by.id, Snooze.question_id == question.id)
    db.session.execute(delete(Snooze).where(*mine))


def forget_snoozes() -> None:
    """Drop those that are over."""
    db.session.execute(delete(Snooze).where(Snooze.until <= clock.now()))
