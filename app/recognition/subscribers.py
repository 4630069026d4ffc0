"""What the event book says about people: evidence of what they know, and what it earns them."""

from __future__ import annotations

from typing import Any

from app.board import events as board
from app.board import queries as board_queries
from app.core import clock
from app.core.events import Entry
from app.core.subscriptions import Subscriber
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.recognition import commands
from app.topics import commands as topics

recognition = Subscriber("recognition", reset=commands.forget)
TALLIED = {"answer": "answers", "accepted": "accepted", "verified": "verified", "helpful": "helpful"}


@recognition.on(board.AnswerPosted)
def answered(event: board.AnswerPosted, entry: Entry) -> None:
    """An answer is one more try at what its topics ask."""
    _evidence(event, entry, "answer", 1)


@recognition.on(board.AnswerAccepted, board.AnswerUnaccepted)
def accepted(event: Any, entry: Entry) -> None:
    """Acceptance counts for the answerer, unless they asked it themselves."""
    question = board_queries.by_id(event.question_id)
    if question is not None and question.author_id != event.author_id:
        _evidence(event, entry, "accepted", 1 if isinstance(event, board.AnswerAccepted) else -1)


@recognition.on(board.AnswerVerified, board.AnswerUnverified)
def verified(event: Any, entry: Entry) -> None:
    """An expert's word counts for more."""
    _evidence(event, entry, "verified", 1 if isinstance(event, board.AnswerVerified) else -1)


@recognition.on(board.AnswerVoted)
def voted(event: board.AnswerVoted, entry: Entry) -> None:
    """Readers' votes count by how much they changed."""
    if event.change:
        _evidence(event, entry, "helpful", event.change)


@recognition.on(ideas.IdeaSubmitted)
def submitted(event: ideas.IdeaSubmitted, entry: Entry) -> None:
    """Ideas count for their author; an anonymous one, which the book ascribes to nobody, once they are named."""
    if entry.actor_id is not None:
        with clock.at(entry.at):
            commands.count(entry.actor_id, "ideas", 1, f"idea:{event.idea_id}")


@recognition.on(ideas.IdeaRevealed)
def revealed(event: ideas.IdeaRevealed, entry: Entry) -> None:
    """What was anonymous counts from now on."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is not None and not idea.private:
        with clock.at(entry.at):
            commands.count(event.author_id, "ideas", 1, f"idea:{event.idea_id}")


@recognition.on(ideas.IdeaMoved)
def moved(event: ideas.IdeaMoved, entry: Entry) -> None:
    """A launched idea counts for its author."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is not None and idea_queries.kind_of(idea.space_id, event.stage) == "done":
        with clock.at(entry.at):
            commands.count(idea.author_id, "launched", 1, f"idea:{idea.id}")


def _evidence(event: Any, entry: Entry, kind: topics.Evidence, change: int) -> None:
    """Count it at the event's own time, so that a rebuild gives the same weights."""
    question = board_queries.by_id(event.question_id)
    if question is None:
        return
    subject = f"answer:{event.answer_id}"
    with clock.at(entry.at):
        topics.add_evidence(event.author_id, question.topic_ids, kind, times=change)
        commands.count(event.author_id, TALLIED[kind], change, subject)
        commands.judge_expertise(event.author_id, question.topic_ids, subject)
