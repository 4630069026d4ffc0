"""Keeping each answer's place: reckoned anew with every vote, mark and reader, and when a mark is no longer fresh."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select, update

from app.board.models import PUBLISHED, Answer, Question
from app.board.queries.visibility import with_duplicates
from app.board.standing import FRESH, Record, rank
from app.core import clock
from app.extensions import db

SOME = 500


def place(answer: Answer) -> None:
    """Reckon an answer's place from what is on its row."""
    record = Record(
        helped=answer.vote_count, readers=answer.reader_count, accepted_at=answer.accepted_at,
        verified_at=answer.verified_at, confirmed_at=answer.confirmed_at, is_stale=answer.stale_since is not None,
    )  # fmt: skip
    answer.rank = rank(record, clock.now())


def count_reader(question_ids: Iterable[int], *, person_id: int | None) -> None:
    """Count one reader for the answers that these questions' pages show; authors do not read their own."""
    for question_id in question_ids:
        family = select(Question.id).where(with_duplicates(question_id))
        shown = select(Answer).where(Answer.question_id.in_(family), Answer.state == PUBLISHED)
        answers = [answer for answer in db.session.scalars(shown.limit(50)) if answer.author_id != person_id]
        ids = [answer.id for answer in answers]
        db.session.execute(update(Answer).where(Answer.id.in_(ids)).values(reader_count=Answer.reader_count + 1))
        for answer in answers:
            db.session.refresh(answer, ["reader_count", "vote_count"])
            place(answer)


def place_lapsed() -> int:
    """Reckon anew the places of answers whose marks are no longer fresh; returns how many."""
    ended = clock.now() - FRESH
    marked = or_(Answer.accepted_at <= ended, Answer.verified_at <= ended)
    query = select(Answer).where(marked, Answer.rank >= 1.0).order_by(Answer.id).limit(SOME)
    lapsed = db.session.scalars(query).all()
    moved = 0
    for answer in lapsed:
        before = answer.rank
        place(answer)
        moved += answer.rank != before
    return moved
