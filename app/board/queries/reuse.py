"""Reading which answers came meanwhile, and which rest on which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.accounts.models import Person
from app.board.models import PUBLISHED, Answer, AnswerCite, Question
from app.board.queries.visibility import readable
from app.core import clock
from app.extensions import db

MOST = 20


def seen_mark(answers: Iterable[Answer]) -> str:
    """The mark of the newest published answer among those shown."""
    published = [given.published_at for given in answers if given.is_published and given.published_at]
    return clock.mark(max(published, default=None))


def answers_since(question: Question, mark: str, *, but: Person) -> Sequence[Answer]:
    """What others published after a mark; a mark that is no number hides nothing."""
    query = select(Answer).where(Answer.question_id == question.id, Answer.state == PUBLISHED)
    query = query.where(Answer.author_id != but.id, Answer.published_at > _moment(mark))
    return db.session.scalars(query.order_by(Answer.published_at, Answer.id).limit(MOST)).all()


def answer_posted_with(once: str) -> Answer | None:
    """The answer that was posted with this form."""
    return db.session.scalar(select(Answer).where(Answer.once == once))


def readable_answers(person: Person | None, ids: Iterable[int]) -> Sequence[Answer]:
    """Those of these answers that anybody who may read their question reads, as far as a person may."""
    wanted = set(ids)
    if not wanted:
        return []
    query = select(Answer).join(Question).where(Answer.id.in_(wanted), Answer.state == PUBLISHED, readable(person))
    return db.session.scalars(query).all()


def own_answers(person: Person, ids: Iterable[int]) -> Sequence[Answer]:
    """Those of these answers that are somebody's own and not taken down, whose question they may read."""
    wanted = set(ids)
    if not wanted:
        return []
    mine = (Answer.id.in_(wanted), Answer.author_id == person.id, Answer.state.not_in(("hidden", "removed")))
    return db.session.scalars(select(Answer).join(Question).where(*mine, readable(person))).all()


def based_on(person: Person | None, answer_ids: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """Title and address of what these answers rest on, as far as a person may read it, in one query."""
    wanted = list(answer_ids)
    if not wanted:
        return {}
    query = (
        select(AnswerCite.answer_id, Answer.id, Question)
        .join(Answer, Answer.id == AnswerCite.cited_id)
        .join(Question, Question.id == Answer.question_id)
        .where(AnswerCite.answer_id.in_(wanted), Answer.state == PUBLISHED, readable(person))
    )
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for answer_id, cited_id, question in db.session.execute(query.order_by(Answer.id)):
        found[answer_id].append((question.title, f"{question.url}#answer-{cited_id}"))
    return dict(found)


def _moment(mark: str) -> datetime:
    number = int(mark) if mark.isascii() and mark.isdigit() and len(mark) < 20 else 0
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=min(number, 10**17))
