"""The subscriber itself, and what its parts share."""

from __future__ import annotations

from typing import Any

from app.accounts import queries as accounts
from app.board import queries as board_queries
from app.core import transaction
from app.core.events import Entry
from app.core.subscriptions import Subscriber
from app.notifications import queries
from app.notifications.commands import carry_on, tell_readers


def spread() -> None:
    """Go on with what very many are told, batch by batch, so that none of them holds up everybody else."""
    with transaction.reading():
        more = queries.is_any_circular()
    while more:
        with transaction.unit():
            more = carry_on()


notifications = Subscriber("notifications", reset=None, then=spread)


def about_question(event: Any, entry: Entry, kind: str, people: Any, *, who: int | None = None, **params: str) -> None:
    """Tell people of something on a question, with the place on its page."""
    question = board_queries.by_id(event.question_id)
    if question is None:
        return
    where = f"{question.url}#answer-{event.answer_id}" if hasattr(event, "answer_id") else question.url
    subject = f"question:{question.id}"
    tell_readers(
        people,
        kind,
        entry,
        subject=subject,
        url=where,
        title=question.title,
        who=name_of(who or entry.actor_id),
        **params,
    )


def by_nobody(entry: Entry) -> Entry:
    """Told also to the one who did it: a certificate is one's own doing and still news."""
    return Entry(id=entry.id, actor_id=None, at=entry.at)


def name_of(person_id: int | None) -> str:
    """Somebody's name, or nothing."""
    person = accounts.by_id(person_id) if person_id is not None else None
    return person.name if person else ""
