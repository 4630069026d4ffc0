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
    """The edits of a thing that a person may see, newest first; words that a moderator replaced are for moderators."""
    may_read_all = bool(may_moderate(person, _question(thing).space))
    found = page(_of(thing), Wording.id, after=after, limit=limit)
    newer = _newer(thing, found.items)
    made = []
    for kept in found.items:
        title, body, is_closed = newer
        seen = may_read_all or not (kept.is_closed or is_closed)
        made.append(_change(kept, title, body) if seen else _closed(kept))
        newer = (kept.title, kept.body, kept.is_closed)
    return Page(made, found.next)


def change_count(thing: Question | Answer) -> int:
    """How often its words were replaced after the first minutes."""
    return db.session.scalar(select(func.count()).select_from(_of(thing).subquery())) or 0


def _change(kept: Wording, title: str, body: str) -> Change:
    titles = between(kept.title, title) if kept.title != title else None
    return Change(kept.id, kept.replaced_at, kept.replaced_by, titles, between(kept.body, body))


def _closed(kept: Wording) -> Change:
    return Change(kept.id, kept.replaced_at, kept.replaced_by, None, None)


def _newer(thing: Question | Answer, kept: Sequence[Wording]) -> tuple[str, str, bool]:
    """The words that came after the newest of these."""
    query = _of(thing).where(Wording.id > kept[0].id).order_by(Wording.id).limit(1) if kept else None
    following = db.session.scalar(query) if query is not None else None
    if following is not None:
        return following.title, following.body, following.is_closed
    return (thing.title if isinstance(thing, Question) else ""), thing.body, False


def _of(thing: Question | Answer) -> Select[Wording]:
    kind = "question" if isinstance(thing, Question) else "answer"
    return select(Wording).where(Wording.kind == kind, Wording.subject_id == thing.id)


def _question(thing: Question | Answer) -> Question:
    return thing if isinstance(thing, Question) else thing.question
