"""Who is told of targets: those who are to answer, then the owners of the space; the asker of what is asked back."""

from __future__ import annotations

from app.board import events as board
from app.board import queries as board_queries
from app.core.events import Entry
from app.notifications.commands import tell
from app.notifications.subscribers.telling import about_question, name_of, notifications
from app.spaces import queries as spaces


@notifications.on(board.AskedBack)
def asked_back(event: board.AskedBack, entry: Entry) -> None:
    """The asker hears what is wanted of them."""
    question = board_queries.by_id(event.question_id)
    if question is not None:
        tell(
            [question.author_id], "asked_back", entry, subject=f"question:{question.id}",
            url=f"{question.url}#comment-{event.comment_id}", title=question.title, who=name_of(entry.actor_id),
        )  # fmt: skip


@notifications.on(board.TargetWarned, board.TargetBreached)
def target_told(event: board.TargetWarned | board.TargetBreached, entry: Entry) -> None:
    """Those who are to answer hear that time runs out, or ran out."""
    question = board_queries.by_id(event.question_id)
    if question is not None and event.tell:
        about_question(event, entry, event.name.removeprefix("board."), board_queries.offered_to(question))


@notifications.on(board.LadderClimbed)
def climbed(event: board.LadderClimbed, entry: Entry) -> None:
    """The answerers, then the owners; the owners also of a case."""
    question = board_queries.by_id(event.question_id)
    if question is None or not event.tell:
        return
    if event.step == "answerers":
        about_question(event, entry, "answerers_called", board_queries.offered_to(question))
    else:
        kind = "owner_called" if event.step == "owner" else "case_opened"
        about_question(event, entry, kind, spaces.owners_of(question.space_id))


@notifications.on(board.TargetsMissed)
def many_missed(event: board.TargetsMissed, entry: Entry) -> None:
    """The owners hear of many at once in one line."""
    space = spaces.by_id(event.space_id)
    people = spaces.owners_of(space.id)
    tell(
        people,
        "targets_missed",
        entry,
        subject=f"space:{space.id}",
        url="/desk",
        title=space.name,
        note=str(event.count),
    )
