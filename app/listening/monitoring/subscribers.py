"""What is said on this site is heard: questions, ideas, and what customers answer and comment."""

from __future__ import annotations

from typing import Any

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.board import events as board
from app.board import queries as questions
from app.board.models import Answer, Question
from app.core.events import Entry
from app.core.subscriptions import Subscriber
from app.core.text import excerpt
from app.discussion import events as talk
from app.discussion import queries as discussion
from app.discussion.models import Comment
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Idea
from app.listening.monitoring import commands, queries
from app.listening.monitoring.commands import Heard
from app.listening.monitoring.events import Scored
from app.listening.monitoring.queries.mentions import SHOWN_WORDS
from app.listening.monitoring.terms import topics_in

# What was heard stays at a replay: an alert is asked of a person by what the rules said that day (docs/adr/0021).
listening = Subscriber("listening", reset=None)


@listening.on(board.QuestionAsked, board.QuestionEdited)
def asked(event: Any, entry: Entry) -> None:
    """Hear a question, or hear it anew."""
    question = questions.by_id(event.question_id)
    if question is not None and (_is_new(event, board.QuestionAsked) or queries.by_key(f"question:{question.id}")):
        commands.hear(_question(question), by=None)


@listening.on(board.AnswerPosted, board.AnswerEdited)
def answered(event: Any, entry: Entry) -> None:
    """Hear what a customer answers; any answer is a response to what was asked."""
    answer, question = questions.answer_by_id(event.answer_id), questions.by_id(event.question_id)
    if answer is None or question is None:
        return
    commands.count_answers(question.id, question.answer_count)
    author = accounts.by_id(answer.author_id)
    known = queries.by_key(f"answer:{answer.id}") is not None
    if author is not None and not author.is_employee and (known or _is_new(event, board.AnswerPosted)):
        commands.hear(_answer(answer, question, author), by=None)


@listening.on(talk.CommentPosted, talk.CommentEdited)
def commented(event: Any, entry: Entry) -> None:
    """Hear what customers comment; the author of an anonymous idea stays nobody."""
    comment = discussion.by_id(event.comment_id)
    if comment is None or comment.author.is_employee:
        return
    if _is_new(event, talk.CommentPosted) or queries.by_key(f"comment:{comment.id}") is not None:
        commands.hear(_comment(comment, entry), by=None)


@listening.on(ideas.IdeaSubmitted, ideas.IdeaEdited)
def submitted(event: Any, entry: Entry) -> None:
    """Hear an idea, or hear it anew."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is not None and (_is_new(event, ideas.IdeaSubmitted) or queries.by_key(f"idea:{idea.id}") is not None):
        commands.hear(_idea(idea), by=None)


@listening.on(Scored)
def watch(event: Scored, entry: Entry) -> None:
    """Run monitors and rules over what arrived, or over what it says now."""
    mention = queries.by_id(event.mention_id)
    if mention is not None:
        commands.match(mention, queries.said_by_mention([mention])[mention.id])
        commands.ask_to_look(mention)


@listening.on(board.AnswerPosted, talk.CommentPosted)
def replied(event: Any, entry: Entry) -> None:
    """What a colleague answers or comments here answers the alerts that wait about it."""
    question_id, idea_id = _page_of(event)
    said_by = discussion.by_id(event.comment_id) if isinstance(event, talk.CommentPosted) else None
    author = said_by.author if said_by is not None else accounts.by_id(getattr(event, "author_id", 0))
    if author is None or not author.is_employee or entry.actor_id is None:
        return
    here = f"/questions/{question_id}" if question_id else f"/ideas/{idea_id}"
    commands.answered_here(question_id, idea_id, excerpt(_words_of(event), SHOWN_WORDS), here, by=author)


def _page_of(event: Any) -> tuple[int | None, int | None]:
    if isinstance(event, board.AnswerPosted):
        return event.question_id, None
    kind, _, number = event.page.partition(":")
    return (int(number), None) if kind == "question" else (None, int(number) if kind == "idea" else None)


def _words_of(event: Any) -> str:
    if isinstance(event, board.AnswerPosted):
        answer = questions.answer_by_id(event.answer_id)
        return answer.body if answer is not None else ""
    comment = discussion.by_id(event.comment_id)
    return comment.body if comment is not None else ""


def _is_new(event: Any, kind: type[Any]) -> bool:
    return isinstance(event, kind)


def _question(question: Question) -> Heard:
    subject, words = f"question:{question.id}", f"{question.title}\n{question.body}"
    named = [*(topic.slug for topic in question.topics), *topics_in(words, queries.topic_names())]
    person_id, identity = _whose(question.author)
    if question.handle:
        person_id, identity = None, f"handle:{question.handle}"
    return Heard(
        key=subject, subject=subject, channel=question.channel, said_at=question.asked_at, text=words,
        author=question.handle or "", person_id=person_id, identity=identity, question_id=question.id,
        topics=tuple(dict.fromkeys(named)),
    )  # fmt: skip


def _answer(answer: Answer, question: Question, author: Person) -> Heard:
    subject = f"answer:{answer.id}"
    person_id, identity = _whose(author)
    return Heard(
        key=subject, subject=subject, channel=author.outside or "site", said_at=answer.posted_at, text=answer.body,
        person_id=person_id, identity=identity, question_id=question.id, answer_id=answer.id,
        topics=tuple(topics_in(answer.body, queries.topic_names())),
    )  # fmt: skip


def _comment(comment: Comment, entry: Entry) -> Heard:
    subject = f"comment:{comment.id}"
    kind, _, number = comment.page.partition(":")
    person_id, identity = _whose(comment.author)
    idea = idea_queries.idea_by_id(int(number)) if kind == "idea" else None
    if entry.actor_id is None or (idea is not None and idea.private):
        person_id, identity = None, ""
    return Heard(
        key=subject, subject=subject, channel=comment.author.outside or comment.channel, said_at=comment.posted_at,
        text=comment.body, person_id=person_id, identity=identity, comment_id=comment.id,
        question_id=int(number) if kind == "question" else None, idea_id=idea.id if idea else None,
        topics=tuple(topics_in(comment.body, queries.topic_names())),
    )  # fmt: skip


def _idea(idea: Idea) -> Heard:
    subject, words = f"idea:{idea.id}", f"{idea.title}\n{idea.body}"
    author = accounts.by_id(idea.author_id)
    is_told = author is not None and not idea.anonymous and not idea.private
    person_id, identity = _whose(author) if author is not None and is_told else (None, "")
    return Heard(
        key=subject, subject=subject, channel="site", said_at=idea.submitted_at, text=words, person_id=person_id,
        identity=identity, idea_id=idea.id, topics=tuple(topics_in(words, queries.topic_names())),
    )  # fmt: skip


def _whose(person: Person) -> tuple[int | None, str]:
    """A member by their id; whoever is known by nothing but a handle by that."""
    return (None, f"handle:{person.name}") if person.outside else (person.id, "")
