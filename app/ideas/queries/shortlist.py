"""Reading the shortlist: lanes of a board, rows of a table, ideas beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from app.accounts.models import Person
from app.core.pages import Page, page
from app.extensions import db
from app.ideas.models import KINDS, Idea
from app.ideas.queries.ideas import is_listed, may_see
from app.ideas.queries.projects import owned_by
from app.ideas.queries.promises import owed
from app.ideas.queries.stages import stages_of

# The orders of the table; those that begin with the least are named so.
COLUMNS: dict[str, InstrumentedAttribute[Any]] = {
    "top": Idea.top_key,
    "votes": Idea.vote_count,
    "reviews": Idea.review_count,
    "comments": Idea.comment_count,
    "moved": Idea.moved_at,
    "due": Idea.answer_due_at,
    "new": Idea.id,
}
ASCENDING = frozenset({"moved", "due"})
A_LANE = 8


@dataclass(frozen=True)
class Choice:
    """Which ideas are looked at."""

    challenge_id: int | None = None
    space_id: int | None = None
    owner_id: int | None = None
    kind: str = ""
    is_owed: bool = False


@dataclass(frozen=True)
class Lane:
    """A stage on the board, or over several spaces a kind; `count` is of all its ideas, not of those shown."""

    key: str
    label: str
    look: str
    ideas: Sequence[Idea]
    count: int


def in_choice(person: Person, choice: Choice) -> Select[Idea]:
    """The ideas of a choice that somebody may see; those of archived spaces are on no list."""
    return _narrow(select(Idea).where(may_see(person), is_listed(person), Idea.merged_into_id.is_(None)), choice)


def lanes(person: Person, choice: Choice, labels: dict[str, str], looks: dict[str, str]) -> list[Lane]:
    """The board: the stages of one space, or the kinds over several; the most voted of each lane."""
    column: InstrumentedAttribute[str] = Idea.stage if choice.space_id else Idea.kind
    keys = [(each.key, each.label, each.look) for each in stages_of(choice.space_id)] if choice.space_id else [
        (kind, labels[kind], looks[kind]) for kind in KINDS
    ]  # fmt: skip
    counts = _counts(person, choice, column)
    ranked = (Idea.top_key.desc(), Idea.vote_count.desc(), Idea.id.desc())
    made = []
    for key, label, look in keys:
        query = in_choice(person, choice).where(column == key).options(joinedload(Idea.owner))
        ideas = db.session.scalars(query.order_by(*ranked).limit(A_LANE)).all() if counts.get(key) else []
        made.append(Lane(key, label, look, ideas, counts.get(key, 0)))
    return made


def rows(person: Person, choice: Choice, sort: str, *, after: str | None = None, limit: int = 30) -> Page[Idea]:
    """The table, in one of the orders of COLUMNS."""
    key = COLUMNS.get(sort, Idea.top_key)
    query = in_choice(person, choice).options(joinedload(Idea.owner))
    if sort == "due":
        query = query.where(owed())
    keys = (Idea.id,) if key is Idea.id else (key, Idea.id)
    return page(query, *keys, after=after, limit=limit, ascending=sort in ASCENDING)


def some(person: Person, ids: Iterable[int]) -> list[Idea]:
    """Those of these ideas that somebody may see, in the order they were named."""
    wanted = list(dict.fromkeys(ids))
    query = select(Idea).where(may_see(person), Idea.id.in_(wanted)).options(joinedload(Idea.owner))
    known = {idea.id: idea for idea in db.session.scalars(query)} if wanted else {}
    return [known[number] for number in wanted if number in known]


def judged(person: Person, choice: Choice, limit: int = 60) -> Sequence[Idea]:
    """The ideas still or already worth it that experts scored, for the scatter, the best ranked."""
    worth = (Idea.review_count > 0, Idea.kind != "closed")
    query = in_choice(person, choice).where(*worth)
    return db.session.scalars(query.order_by(Idea.top_key.desc(), Idea.id.desc()).limit(limit)).all()


def _counts(person: Person, choice: Choice, column: InstrumentedAttribute[str]) -> dict[str, int]:
    query: Any = select(column, func.count()).where(may_see(person), is_listed(person), Idea.merged_into_id.is_(None))
    return dict(db.session.execute(_narrow(query, choice).group_by(column)).all())


def _narrow(query: Select[Any], choice: Choice) -> Select[Any]:
    wanted: dict[Any, Any] = {
        Idea.challenge_id: choice.challenge_id, Idea.space_id: choice.space_id, Idea.kind: choice.kind
    }  # fmt: skip
    conditions: list[ColumnElement[bool]] = [column == value for column, value in wanted.items() if value]
    if choice.owner_id:
        conditions.append(owned_by(choice.owner_id))
    return query.where(*conditions, *([owed()] if choice.is_owed else []))
