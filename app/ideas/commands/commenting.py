"""Talking beneath ideas: comments, and questions to the author that a reply of theirs answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import func, select, update

from app.accounts.models import Person
from app.core import clock
from app.core.events import Actor, record
from app.discussion import commands as discussion
from app.discussion.models import SHOWN, Comment
from app.extensions import db
from app.ideas import policy, queries
from app.ideas.commands.ideas import named
from app.ideas.events import AuthorAnswered, AuthorAsked, AuthorQuestionReopened
from app.ideas.models import AuthorQuestion, Idea
from app.screening import commands as screening
from app.spaces.policy.premoderation import holds


def comment(
    idea: Idea,
    body: str,
    *,
    by: Person,
    reply_to_id: int | None = None,
    external_id: str | None = None,
    asks_author: bool = False,
) -> Comment:
    """Comment on an idea; a rule may hold the comment for a moderator. A first comment may ask the author something."""
    rules = screening.pass_or_raise(body, "body", scope="comment", by=by, space_id=idea.space_id)
    rules += [] if external_id else holds(idea.space, "comment", by)
    made = discussion.post(
        "idea", idea.id, body, page=f"idea:{idea.id}", space_id=idea.space_id, by=by, reply_to_id=reply_to_id,
        held_by=rules, external_id=external_id, unnamed=named(idea, by) is None,
    )  # fmt: skip
    if asks_author and made.thread_id is None and not policy.is_author(by, idea):
        db.session.add(AuthorQuestion(idea_id=idea.id, comment_id=made.id, comment=made))
        db.session.flush()
    if made.state == SHOWN:
        _count([idea.id], 1)
        _appeared(idea, made)
    return made


def edit_comment(made: Comment, body: str, *, by: Person) -> None:
    """Change a comment, keeping what it said before; a rule may hold it for a moderator.

    What somebody other than its author replaces is kept for the author and those who moderate alone.
    """
    idea, rules = db.session.get_one(Idea, made.subject_id), []
    if body.strip():
        rules = screening.pass_or_raise(body, "body", scope="comment", by=by, space_id=idea.space_id, posts=False)
    rules += holds(idea.space, "comment", by)
    own = by.id == made.author_id
    named_by = None if own and _is_unnamed(idea, made) else by
    _settle(made, discussion.edit(made, body, by=named_by, held_by=rules, closed=not own))


def remove_comment(made: Comment, *, by: Person) -> None:
    """Take one's comment back; where others answered it, its place stays."""
    idea = db.session.get_one(Idea, made.subject_id)
    set_comment_state(made, "removed", by=None if _is_unnamed(idea, made) else by)


def set_comment_state(made: Comment, state: str, *, by: Actor | None) -> None:
    """Publish, hide or remove a comment beneath an idea, keeping the counts."""
    set_comment_states([made], state, by=by)


def set_comment_states(comments: Iterable[Comment], state: str, *, by: Actor | None) -> None:
    """The same for many; but for what appears for the first time, the statements do not grow with the comments."""
    made = list(comments)
    ideas = queries.any_by_ids({each.subject_id for each in made})
    was = {each: each.state for each in made}
    unnamed = {each.id for each in made if _is_unnamed(ideas[each.subject_id], each)}
    _settle_all(discussion.set_states(made, state, by=by, unnamed=unnamed))
    for each in made:
        if (was[each], each.state) == ("held", SHOWN):
            _appeared(ideas[each.subject_id], each)


def settle_question(asked: AuthorQuestion, *, by: Person, answer: Comment | None = None) -> None:
    """Say that a question to the author is answered, by a reply or otherwise; idempotent."""
    if asked.answered_at is not None:
        return
    asked.answered_at, asked.answer_id = clock.now(), answer.id if answer else None
    _count_questions([asked.idea_id])
    answered = AuthorAnswered(idea_id=asked.idea_id, comment_id=asked.comment_id, answer_id=asked.answer_id)
    record(answered, by=named(asked.idea, by), space_id=asked.comment.space_id)


def reopen_question(asked: AuthorQuestion, *, by: Actor | None) -> None:
    """Say that a question to the author still waits; idempotent."""
    if asked.answered_at is None:
        return
    asked.answered_at = asked.answer_id = None
    _count_questions([asked.idea_id])
    reopened = AuthorQuestionReopened(idea_id=asked.idea_id, comment_id=asked.comment_id)
    record(reopened, by=by, space_id=asked.comment.space_id)


def _appeared(idea: Idea, made: Comment) -> None:
    """What follows once a comment can be read: the author is asked, or has answered."""
    if (asked := queries.question_at(made.id)) is not None:
        _count_questions([idea.id])
        record(AuthorAsked(idea_id=idea.id, comment_id=made.id), by=made.author, space_id=idea.space_id)
    elif made.thread_id is not None and policy.is_author(made.author, idea):
        asked = queries.question_at(made.thread_id)
        if asked is not None and asked.comment.state == SHOWN:
            settle_question(asked, by=made.author, answer=made)


def _is_unnamed(idea: Idea, made: Comment) -> bool:
    """Whether the event book must not say who wrote a comment: an author of an anonymous idea."""
    return idea.anonymous and queries.wrote(idea, made.author_id, made.posted_at)


def _settle(made: Comment, change: int) -> None:
    _settle_all({made: change})


def _settle_all(changes: Mapping[Comment, int]) -> None:
    """Bring the counts in line with comments that came or went, and ask again what they answered."""
    sums: Counter[int] = Counter()
    for made, change in changes.items():
        sums[made.subject_id] += change
    for change in sorted({*sums.values()} - {0}):
        _count([idea_id for idea_id, by in sums.items() if by == change], change)
    if touched := {made.subject_id for made, change in changes.items() if change}:
        _count_questions(touched)
    if gone := [made.id for made, change in changes.items() if change < 0]:
        answered = select(AuthorQuestion).where(AuthorQuestion.answer_id.in_(gone))
        for asked in db.session.scalars(answered):
            reopen_question(asked, by=None)


def _count(idea_ids: Iterable[int], change: int) -> None:
    """Counters change as `n = n + change`, so that two people at once lose nothing."""
    counted = {"comment_count": Idea.comment_count + change}
    db.session.execute(update(Idea).where(Idea.id.in_(list(idea_ids))).values(counted))


def _count_questions(idea_ids: Iterable[int]) -> None:
    """Questions that wait, counted in the statement that writes how many there are."""
    db.session.flush()
    waiting = (
        select(func.count())
        .join_from(AuthorQuestion, Comment, Comment.id == AuthorQuestion.comment_id)
        .where(AuthorQuestion.idea_id == Idea.id, AuthorQuestion.answered_at.is_(None), Comment.state == SHOWN)
        .correlate(Idea)
    )
    values = {"open_question_count": waiting.scalar_subquery()}
    db.session.execute(update(Idea).where(Idea.id.in_(list(idea_ids))).values(**values))
