"""Who is told of practice: the mentor that it waits, the novice what was remarked; never what it was about."""

from __future__ import annotations

from app.board import events as board
from app.board import queries as board_queries
from app.core.events import Entry
from app.notifications.commands import tell, untell
from app.notifications.subscribers.telling import name_of, notifications


@notifications.on(board.PracticeHandedIn)
def handed_in(event: board.PracticeHandedIn, entry: Entry) -> None:
    """The novice's mentor hears that it waits; every mentor where there is no pair."""
    practice = board_queries.practice_by_id(event.practice_id)
    if practice is not None:
        people = [person.id for person in board_queries.reviewers_of(practice)]
        tell(
            people,
            "practice_waiting",
            entry,
            subject=_subject(event.practice_id),
            url=practice.url,
            who=name_of(event.person_id),
        )


@notifications.on(board.PracticeRemarked)
def remarked(event: board.PracticeRemarked, entry: Entry) -> None:
    """The novice hears that a mentor has remarked, and how; the page says what."""
    practice = board_queries.practice_by_id(event.practice_id)
    if practice is not None:
        kind = f"practice_{event.verdict}"
        tell(
            [event.person_id],
            kind,
            entry,
            subject=_subject(event.practice_id),
            url=practice.url,
            who=name_of(entry.actor_id),
        )


@notifications.on(board.PracticeRemarkWithdrawn)
def withdrawn(event: board.PracticeRemarkWithdrawn, entry: Entry) -> None:
    """What was taken back is told no longer."""
    untell(_subject(event.practice_id), [event.person_id])


def _subject(practice_id: int) -> str:
    return f"practice:{practice_id}"
