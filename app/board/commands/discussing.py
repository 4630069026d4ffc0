"""Comments beneath questions and answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select, update

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


def edit_comment(comment: Comment, body: str, *, by: Person) -> None:
    """Change what a comment on the board says, as a moderator decides; raises Invalid for bad text.

    What it said is kept for its author and those who moderate; a rule may hold what it says now.
    """
    held_by = screening.pass_or_raise(body, "body", scope="comment", by=by, space_id=comment.space_id, posts=False)
    change = discussion.edit(comment, body, by=by, held_by=held_by, closed=by.id != comment.author_id)
    _count(comment.kind, comment.subject_id, change)


def set_comment_state(comment: Comment, state: str, *, by: Actor) -> None:
    """Publish, hide or remove a comment on the board, and keep the count beneath which it stands.

    What a rule held is heard once it is published: the asker's reply then ends the waiting for it.
    """
    set_comment_states([comment], state, by=by)


def set_comment_states(comments: Iterable[Comment], state: str, *, by: Actor) -> None:
    """The same for many; the statements do not grow with the comments."""
    changes = discussion.set_states(comments, state, by=by)
    sums: Counter[tuple[str, int]] = Counter()
    for comment, change in changes.items():
        sums[comment.kind, comment.subject_id] += change
    for kind in ("question", "answer"):
        _count_all(kind, {subject_id: change for (of, subject_id), change in sums.items() if of == kind})
    appeared = [comment for comment, change in changes.items() if change > 0]
    questions = _questions_of(appeared) if appeared else {}
    for comment in appeared:
        question = questions.get(comment)
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


def _questions_of(comments: Iterable[Comment]) -> dict[Comment, Question]:
    """What each comment stands beneath, itself or by its answer."""
    numbers = {comment: int(comment.page.partition(":")[2]) for comment in comments}
    rows = db.session.scalars(select(Question).where(Question.id.in_(set(numbers.values())))).unique()
    by_id = {question.id: question for question in rows}
    return {comment: by_id[number] for comment, number in numbers.items() if number in by_id}


def _count(kind: str, subject_id: int, change: int) -> None:
    _count_all(kind, {subject_id: change})


def _count_all(kind: str, changes: dict[int, int]) -> None:
    """Counters change as `n = n + change`, those that change alike in one statement."""
    table = Question if kind == "question" else Answer
    for change in sorted({*changes.values()} - {0}):
        ids = [subject_id for subject_id, by in changes.items() if by == change]
        counted = {"comment_count": table.comment_count + change}
        db.session.execute(update(table).where(table.id.in_(ids)).values(counted))
