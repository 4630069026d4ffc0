"""Keeping the words that an edit replaces."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.models import Person
from app.board.models import EDIT_WINDOW, SHOWN, Answer, Question, Wording
from app.core import clock
from app.extensions import db


def keep_words(thing: Question | Answer, *, by: Person) -> None:
    """Keep a thing's words before `by` replaces them, unless its author is still within the first minutes."""
    begun = thing.asked_at if isinstance(thing, Question) else thing.posted_at
    own = by.id == thing.author_id
    if own and thing.edited_at is None and clock.now() < begun + EDIT_WINDOW and not _is_built_on(thing):
        return
    is_question = isinstance(thing, Question)
    kept = Wording(
        kind="question" if is_question else "answer", subject_id=thing.id,
        title=thing.title if isinstance(thing, Question) else "", body=thing.body, written_at=thing.edited_at or begun,
        replaced_at=clock.now(), replaced_by_id=by.id, replaced_by=by, is_closed=not own or not _is_shown(thing),
    )  # fmt: skip
    db.session.add(kept)


def forget_replaced(thing: Question | Answer, body: str) -> None:
    """Forget that somebody other than the author replaced these words: they stand again."""
    kind = "question" if isinstance(thing, Question) else "answer"
    theirs = (Wording.kind == kind, Wording.subject_id == thing.id, Wording.replaced_by_id != thing.author_id)
    query = select(Wording).where(*theirs, Wording.body == body)
    if (kept := db.session.scalar(query.order_by(Wording.id.desc()).limit(1))) is not None:
        db.session.delete(kept)


def _is_shown(thing: Question | Answer) -> bool:
    return thing.hold == SHOWN if isinstance(thing, Question) else thing.state == "published"


def _is_built_on(thing: Question | Answer) -> bool:
    if isinstance(thing, Question):
        return thing.answer_count > 0
    return thing.is_accepted or thing.is_verified or thing.vote_count > 0
