"""Reading answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import selectinload

from app.accounts.models import Person
from app.board.models import PUBLISHED, Answer, Question
from app.board.queries.questions import visible_question
from app.board.queries.visibility import family, may_read, readable
from app.extensions import db
from app.spaces.policy import may_moderate
from app.training import queries as training

MOST = 200


def answers_for(person: Person | None, question: Question) -> Sequence[Answer]:
    """What a person may see of the answers to a question and its duplicates: the best first (see
    app.board.standing), drafts in waiting last.
    """
    query = select(Answer).where(Answer.question_id.in_(family(person, question)), _visible(person, question))
    query = query.order_by(
        (Answer.state == PUBLISHED).desc(),
        Answer.rank.desc(),
        Answer.id,
    )
    return db.session.scalars(query.options(selectinload(Answer.question)).limit(MOST)).all()


def visible_answer(person: Person | None, answer_id: int) -> Answer | None:
    """One answer, if this person may see it and its question."""
    answer = db.session.get(Answer, answer_id)
    if answer is None:
        return None
    question = visible_question(person, answer.question_id)
    if question is None:
        return None
    return db.session.scalar(select(Answer).where(Answer.id == answer_id, _visible(person, question)))


def approvals_waiting(person: Person | None, limit: int = 20) -> Sequence[Answer]:
    """Novices' answers that wait for this person: a mentor sees all, others those of their own novices."""
    if person is None or not person.is_employee:
        return []
    query = select(Answer).join(Question).where(Answer.state == "waiting", Answer.author_id != person.id)
    query = query.where(readable(person))
    if not person.has_role("mentor", "moderator"):
        novices = [novice.id for novice in training.novices_of(person)]
        if not novices:
            return []
        query = query.where(Answer.author_id.in_(novices))
    return db.session.scalars(query.order_by(Answer.posted_at, Answer.id).limit(limit)).all()


def latest_answers(author: Person, viewer: Person | None, limit: int = 10) -> Sequence[Answer]:
    """Somebody's latest published answers to questions that the viewer may see."""
    query = select(Answer).join(Question).where(Answer.author_id == author.id, Answer.state == PUBLISHED)
    query = query.where(may_read(viewer))
    return db.session.scalars(query.order_by(Answer.posted_at.desc(), Answer.id.desc()).limit(limit)).all()


def best_answers(question_ids: Iterable[int]) -> dict[int, Answer]:
    """The answer to show first for each question that has one, in one query."""
    wanted = list(question_ids)
    if not wanted:
        return {}
    place = func.row_number().over(
        partition_by=Answer.question_id,
        order_by=(Answer.rank.desc(), Answer.id),
    )  # fmt: skip
    ranked = (
        select(Answer.id, place.label("place"))
        .where(Answer.question_id.in_(wanted), Answer.state == PUBLISHED)
        .subquery()
    )
    best = select(Answer).join(ranked, ranked.c.id == Answer.id).where(ranked.c.place == 1)
    return {answer.question_id: answer for answer in db.session.scalars(best)}


def _visible(person: Person | None, question: Question) -> ColumnElement[bool]:
    """Published ones for all; unpublished ones for their author, waiting ones for mentors, all for moderators."""
    published = Answer.state == PUBLISHED
    if person is None:
        return published
    if may_moderate(person, question.space):
        return Answer.state.is_not(None)
    rules = [published, (Answer.author_id == person.id) & Answer.state.in_(("waiting", "sent_back", "held"))]
    waiting = Answer.state.in_(("waiting", "sent_back"))
    if person.has_role("mentor") and person.is_in_good_standing:
        rules.append(waiting)
    elif person.is_employee and (novices := [novice.id for novice in training.novices_of(person)]):
        rules.append(waiting & Answer.author_id.in_(novices))
    return or_(*rules)


def answer_by_external_id(external_id: str) -> Answer | None:
    """An imported answer."""
    return db.session.scalar(select(Answer).where(Answer.external_id == external_id))


def answer_by_id(answer_id: int) -> Answer | None:
    """One answer in any state, for those who decide about it."""
    return db.session.get(Answer, answer_id)
