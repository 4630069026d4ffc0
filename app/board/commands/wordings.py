"""Keeping the words that an edit replaces."""

from __future__ import annotations

from app.accounts.models import Person
from app.board.models import EDIT_WINDOW, Answer, Question, Wording
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
        replaced_at=clock.now(), replaced_by_id=by.id, replaced_by=by, is_closed=not own,
    )  # fmt: skip
    db.session.add(kept)


def _is_built_on(thing: Question | Answer) -> bool:
    if isinstance(thing, Question):
        return thing.answer_count > 0
    return thing.is_accepted or thing.is_verified or thing.vote_count > 0
