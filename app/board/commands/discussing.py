"""Comments beneath questions and answers."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import update

from app.accounts.models import Person
from app.board.commands.settling import touch
from app.board.commands.waiting import heard_from
from app.board.models import Answer, Question
from app.core.events import Actor
from app.discussion import commands as discussion
from app.discussion.models import SHOWN, Comment
from app.extensions import db
from app.files import commands as files
from app.screening import commands as screening
from app.spaces.policy.premoderation import holds


def comment_on_question(
    question: Question,
    body: str,
    *,
    by: Person,
    reply_to_id: int | None = None,
    attachments: Iterable[str] = (),
    channel: str = "site",
) -> Comment:
    """Comment beneath a question, by the channel it came; raises Invalid for bad text."""
    return _post("question", question.id, question, body, by, reply_to_id, attachments, channel)


def comment_on_answer(
    answer: Answer, body: str, *, by: Person, reply_to_id: int | None = None, attachments: Iterable[str] = ()
) -> Comment:
    """Comment beneath an answer; raises Invalid for bad text."""
    return _post("answer", answer.id, answer.question, body, by, reply_to_id, attachments)


def set_comment_state(comment: Comment, state: str, *, by: Actor) -> None:
    """Publish, hide or remove a comment on the board, and keep the count beneath which it stands.

    What a rule held is heard once it is published: the asker's reply then ends the waiting for it.
    """
    change = discussion.set_state(comment, state, by=by)
    _count(comment.kind, comment.subject_id, change)
    question = _question_of(comment) if change > 0 else None
    if question is not None and question.asked_back_at is not None and comment.posted_at >= question.asked_back_at:
        heard_from(question, comment.author)


def _post(
    kind: str,
    subject_id: int,
    question: Question,
    body: str,
    by: Person,
    reply_to_id: int | None,
    attachments: Iterable[str],
    channel: str = "site",
) -> Comment:
    chosen = files.choose(attachments, by=by, scope="comment")
    held_by = [
        *screening.pass_or_raise(body, "body", scope="comment", by=by, space_id=question.space_id),
        *chosen.rules,
    ]
    held_by += holds(question.space, "comment", by)
    comment = discussion.post(
        kind, subject_id, body, page=f"question:{question.id}", space_id=question.space_id, by=by,
        reply_to_id=reply_to_id, held_by=held_by, channel=channel,
    )  # fmt: skip
    files.hang(chosen, f"comment:{comment.id}", by=by)
    if comment.state == SHOWN:
        touch(question)
        _count(kind, subject_id, 1)
        heard_from(question, by)
    return comment


def _question_of(comment: Comment) -> Question | None:
    if comment.kind == "question":
        return db.session.get(Question, comment.subject_id)
    answer = db.session.get(Answer, comment.subject_id)
    return answer.question if answer is not None else None


def _count(kind: str, subject_id: int, change: int) -> None:
    table = Question if kind == "question" else Answer
    counted = {"comment_count": table.comment_count + change}
    db.session.execute(update(table).where(table.id == subject_id).values(counted))
