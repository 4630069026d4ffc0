"""Answers, thanks and ideas: evidence of what people know, and the points that they earn."""

from __future__ import annotations

from typing import Any

from app.board import events as board
from app.board import queries as board_queries
from app.core import clock
from app.core.events import Entry
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.recognition import commands, queries
from app.recognition.events import AnswerThanked, BadgeRuleSwitched, ThanksTakenBack
from app.recognition.subscribers.settling import recognition
from app.topics import commands as topics

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
        _evidence(event, entry, "accepted", 1 if isinstance(event, board.AnswerAccepted) else -1, question.author_id)


@recognition.on(board.AnswerVerified, board.AnswerUnverified)
def verified(event: Any, entry: Entry) -> None:
    """An expert's word counts for more; whose it was, a taking back need not say."""
    _evidence(event, entry, "verified", 1 if isinstance(event, board.AnswerVerified) else -1)


@recognition.on(board.AnswerVoted)
def voted(event: board.AnswerVoted, entry: Entry) -> None:
    """Readers' votes count by how much they changed."""
    if event.change:
        _evidence(event, entry, "helpful", event.change, entry.actor_id)


@recognition.on(AnswerThanked, ThanksTakenBack)
def thanked(event: AnswerThanked | ThanksTakenBack, entry: Entry) -> None:
    """Thanks are worth something, and say nothing of what somebody knows."""
    _points(event, entry, "thanks", isinstance(event, AnswerThanked), entry.actor_id)


@recognition.on(board.AnswerStateChanged)
def state_changed(event: board.AnswerStateChanged, entry: Entry) -> None:
    """What an answer earned counts while it stands."""
    for person_id, kind in commands.set_down(f"answer:{event.answer_id}", is_down=event.state != "published"):
        commands.judge(person_id, kind)


@recognition.on(BadgeRuleSwitched)
def badge_switched(event: BadgeRuleSwitched, _entry: Entry) -> None:
    """What was done before counts, too."""
    commands.judge_everybody(event.key)


@recognition.on(ideas.IdeaSubmitted)
def submitted(event: ideas.IdeaSubmitted, entry: Entry) -> None:
    """Ideas count for their author; an anonymous one, which the book ascribes to nobody, once they are named."""
    if entry.actor_id is not None:
        with clock.at(entry.at):
            commands.count(entry.actor_id, "ideas", 1, f"idea:{event.idea_id}")
            _earn_by_idea(entry.actor_id, "idea", event.idea_id, entry)


@recognition.on(ideas.IdeaRevealed)
def revealed(event: ideas.IdeaRevealed, entry: Entry) -> None:
    """What was anonymous counts from now on."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is not None and not idea.private:
        with clock.at(entry.at):
            commands.count(event.author_id, "ideas", 1, f"idea:{event.idea_id}")
            _earn_by_idea(event.author_id, "idea", event.idea_id, entry)


@recognition.on(ideas.IdeaMoved, ideas.MoveUndone)
def moved(event: ideas.IdeaMoved | ideas.MoveUndone, entry: Entry) -> None:
    """A launched idea counts for its author, once however often it is moved there, and no more where that is undone."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is None:
        return
    subject, is_done = f"idea:{idea.id}", idea_queries.kind_of(idea.space_id, event.stage) == "done"
    counts = queries.has_earned("launched", subject)
    with clock.at(entry.at):
        if is_done and not counts:
            commands.count(idea.author_id, "launched", 1, subject)
            _earn_by_idea(idea.author_id, "launched", idea.id, entry)
        elif counts and not is_done and isinstance(event, ideas.MoveUndone):
            commands.count(idea.author_id, "launched", -1, subject)
            commands.take_back("launched", subject)
            commands.judge(idea.author_id, "launched")


@recognition.on(ideas.IdeaHoldChanged)
def hold_changed(event: ideas.IdeaHoldChanged, entry: Entry) -> None:
    """What an idea earned counts while people may read it."""
    for person_id, kind in commands.set_down(f"idea:{event.idea_id}", is_down=event.hold != "shown"):
        commands.judge(person_id, kind)


def _evidence(event: Any, entry: Entry, kind: topics.Evidence, change: int, giver_id: int | None = None) -> None:
    """Count it at the event's own time, so that a rebuild gives the same weights."""
    question = board_queries.by_id(event.question_id)
    if question is None:
        return
    subject = f"answer:{event.answer_id}"
    with clock.at(entry.at):
        topics.add_evidence(event.author_id, question.topic_ids, kind, times=change)
        commands.count(event.author_id, TALLIED[kind], change, subject)
        commands.judge_expertise(event.author_id, question.topic_ids, subject)
    if giver_id != event.author_id:
        _points(event, entry, kind, change > 0, giver_id)


def _points(event: Any, entry: Entry, kind: str, is_given: bool, giver_id: int | None) -> None:
    subject = f"answer:{event.answer_id}"
    if is_given:
        commands.earn(
            event.author_id, kind, subject, page=f"question:{event.question_id}", space_id=entry.space_id,
            giver_id=giver_id, at=entry.at,
        )  # fmt: skip
    else:
        commands.take_back(kind, subject, giver_id)
    commands.judge(event.author_id, kind)


def _earn_by_idea(person_id: int, kind: str, idea_id: int, entry: Entry) -> None:
    subject = f"idea:{idea_id}"
    commands.earn(person_id, kind, subject, page=subject, space_id=entry.space_id, at=entry.at)
    commands.judge(person_id, kind)
