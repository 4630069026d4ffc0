"""Reading what ideas said before, as far as one may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.accounts.models import Person
from app.core.pages import Page, page
from app.core.words import Piece, between
from app.extensions import db
from app.ideas.fields import Definition
from app.ideas.models import FormVersion, Idea, IdeaVersion
from app.ideas.queries.authors import byline, is_author
from app.spaces.policy import may_moderate

AT_ONCE = 20


@dataclass(frozen=True)
class Said:
    """An idea's words at one time."""

    title: str
    body: str
    answers: Mapping[str, Any]
    form_id: int | None


@dataclass(frozen=True)
class Change:
    """One edit: when, by whom (None where one may not know), why, and what became of the words.

    `title` and `body` are None where they did not change; nothing is told where the words are not `open`. `answers` are
    labels of fields with what changed in them.
    """

    number: int
    at: datetime
    by: Person | None
    by_author: bool
    reason: str
    open: bool
    title: Sequence[Piece] | None = None
    body: Sequence[Piece] | None = None
    answers: Sequence[tuple[str, Sequence[Piece]]] = ()


def changes(
    reader: Person | None, idea: Idea, *, is_team: bool, after: str | None = None, limit: int = AT_ONCE
) -> Page[Change]:
    """The edits of an idea, newest first.

    Closed words and team answers are for its authors and the team, closed words for those who moderate too. All that
    stood before closed words is closed with them: it may say the same.
    """
    found = page(_of(idea), IdeaVersion.id, after=after, limit=limit)
    forms = _forms([idea.form_id, *(kept.form_id for kept in found.items)])
    reads_all = is_team or is_author(reader, idea)
    closed = 0 if reads_all or may_moderate(reader, idea.space) else _last_closed(idea)
    newer, made = _newer(idea, found.items), []
    for kept in found.items:
        older = Said(kept.title, kept.body, kept.answers, kept.form_id)
        seen = kept.id > closed
        pieces = _pieces(older, newer, forms, is_team=reads_all) if seen else {}
        made.append(_change(kept, idea, reader, pieces, seen=seen))
        newer = older
    return Page(made, found.next)


def change_count(idea: Idea) -> int:
    """How often its words were replaced after the first minutes."""
    return db.session.scalar(select(func.count()).select_from(_of(idea).subquery())) or 0


def changed_since(idea: Idea, moment: datetime | None) -> bool:
    """Whether its words were replaced after that moment."""
    if moment is None or idea.edited_at is None or idea.edited_at <= moment:
        return False
    return db.session.scalar(select(_of(idea).where(IdeaVersion.replaced_at > moment).exists())) or False


def _change(kept: IdeaVersion, idea: Idea, reader: Person | None, pieces: dict[str, Any], *, seen: bool) -> Change:
    unnamed = kept.by_author and byline(idea, reader).hidden
    by = None if unnamed else kept.replaced_by
    return Change(kept.id, kept.replaced_at, by, kept.by_author, kept.reason, seen, **pieces)


def _pieces(older: Said, newer: Said, forms: Mapping[int, Definition], *, is_team: bool) -> dict[str, Any]:
    said = [(one, other) for one, other in ((older.title, newer.title), (older.body, newer.body))]
    title, body = (between(one, other) if one != other else None for one, other in said)
    before, after = _told(older, forms, is_team=is_team), _told(newer, forms, is_team=is_team)
    labels = list(dict.fromkeys([*before, *after]))
    changed = [(label, before.get(label, ""), after.get(label, "")) for label in labels]
    return {
        "title": title, "body": body,
        "answers": [(label, between(one, other)) for label, one, other in changed if one != other],
    }  # fmt: skip


def _told(said: Said, forms: Mapping[int, Definition], *, is_team: bool) -> dict[str, str]:
    """What was answered, as plain text by label."""
    form = forms.get(said.form_id or 0, Definition())
    shown = [field for field in form.fields if field.key in said.answers and (is_team or not field.team)]
    return {field.label: plain(said.answers[field.key]) for field in shown if field.kind != "person"}


def plain(value: Any) -> str:
    """An answer as plain text."""
    if isinstance(value, Mapping):
        return f"{value['amount']} {value['currency']}"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _forms(ids: Sequence[int | None]) -> dict[int, Definition]:
    wanted = {each for each in ids if each is not None}
    rows = db.session.scalars(select(FormVersion).where(FormVersion.id.in_(wanted))) if wanted else ()
    return {row.id: row.definition for row in rows}


def _last_closed(idea: Idea) -> int:
    """The number of the newest version that is not for everybody; 0 where all are."""
    closed = _of(idea).where(IdeaVersion.is_closed).with_only_columns(func.max(IdeaVersion.id))
    return db.session.scalar(closed) or 0


def _newer(idea: Idea, kept: Sequence[IdeaVersion]) -> Said:
    """The words that came after the newest of these."""
    query = _of(idea).where(IdeaVersion.id > kept[0].id).order_by(IdeaVersion.id).limit(1) if kept else None
    following = db.session.scalar(query) if query is not None else None
    if following is not None:
        return Said(following.title, following.body, following.answers, following.form_id)
    return Said(idea.title, idea.body, idea.answers, idea.form_id)


def _of(idea: Idea) -> Select[IdeaVersion]:
    return select(IdeaVersion).where(IdeaVersion.idea_id == idea.id)
