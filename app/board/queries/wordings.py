"""Reading the words that questions and answers had before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from app.accounts.models import Person
from app.board.models import Answer, Question, Wording
from app.core.pages import Page, page
from app.core.words import Piece, between
from app.extensions import db
from app.spaces.policy import may_moderate

AT_ONCE = 20


@dataclass(frozen=True)
class Change:
    """One edit: who replaced the words, when, and what became of them; None where one may not read them."""

    number: int
    at: datetime
    by: Person
    title: Sequence[Piece] | None
    body: Sequence[Piece] | None


def changes(
    person: Person | None, thing: Question | Answer, *, after: str | None = None, limit: int = AT_ONCE
) -> Page[Change]:
    """The edits of a thing, newest first.

    What a moderator replaced is for moderators, and so is all that stood before it: it may say the same.
    """
    closed = 0 if may_moderate(person, _question(thing).space) else _last_closed(thing)
    found = page(_of(thing), Wording.id, after=after, limit=limit)
    newer = _newer(thing, found.items)
    made = []
    for kept in found.items:
        made.append(_change(kept, *newer) if kept.id > closed else _closed(kept))
        newer = (kept.title, kept.body)
    return Page(made, found.next)


def change_count(thing: Question | Answer) -> int:
    """How often its words were replaced after the first minutes."""
    return db.session.scalar(select(func.count()).select_from(_of(thing).subquery())) or 0


def _change(kept: Wording, title: str, body: str) -> Change:
    titles = between(kept.title, title) if kept.title != title else None
    return Change(kept.id, kept.replaced_at, kept.replaced_by, titles, between(kept.body, body))


def _closed(kept: Wording) -> Change:
    return Change(kept.id, kept.replaced_at, kept.replaced_by, None, None)


def _last_closed(thing: Question | Answer) -> int:
    """The number of the newest wording that is not for everybody; 0 where all are."""
    closed = _of(thing).where(Wording.is_closed).with_only_columns(func.max(Wording.id))
    return db.session.scalar(closed) or 0


def _newer(thing: Question | Answer, kept: Sequence[Wording]) -> tuple[str, str]:
    """The words that came after the newest of these."""
    query = _of(thing).where(Wording.id > kept[0].id).order_by(Wording.id).limit(1) if kept else None
    following = db.session.scalar(query) if query is not None else None
    if following is not None:
        return following.title, following.body
    return (thing.title if isinstance(thing, Question) else ""), thing.body


def _of(thing: Question | Answer) -> Select[Wording]:
    kind = "question" if isinstance(thing, Question) else "answer"
    return select(Wording).where(Wording.kind == kind, Wording.subject_id == thing.id)


def _question(thing: Question | Answer) -> Question:
    return thing if isinstance(thing, Question) else thing.question
