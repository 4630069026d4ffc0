"""Who could be invited: a selection by what the CRM knows, by activity, or by hand, less whom nobody may ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.accounts.models import CustomerFacts, Person
from app.core import clock
from app.core.events import Entry
from app.extensions import db
from app.panels.models import Member, OptOut, Panel
from app.panels.models.panels import LONGEST_CELL
from app.spaces.models import Membership

MOST_PEOPLE = 20_000
MOST_BY_HAND = 200
# Fewer than so many who did something are not shown as a number, nor drawn from: it would tell who they are.
SMALLEST_CROWD = 5
DEEDS = {
    "asked": "board.question_asked",
    "answered": "board.answer_posted",
    "ideas": "ideas.idea_submitted",
    "commented": "discussion.comment_posted",
}
CELLS = ("segment", "function", "kind", "none")
EVERYBODY = "everybody"


@dataclass(frozen=True)
class Wanted:
    """A selection; what is empty is not asked for. `by_hand` lists handles and addresses, and stands alone."""

    kind: str = ""
    segments: Sequence[str] = ()
    functions: Sequence[str] = ()
    deed: str = ""
    least: int = 1
    days: int = 90
    joined_since: date | None = None
    by_hand: Sequence[str] = ()
    cell_by: str = "segment"

    def as_row(self) -> dict[str, Any]:
        """As a draw keeps it."""
        row = asdict(self)
        return {**row, "joined_since": self.joined_since.isoformat() if self.joined_since else None}


@dataclass(frozen=True)
class Pool:
    """The ids of each cell, how many fitted but may not be asked, and the names by hand that led to nobody."""

    cells: dict[str, list[int]] = field(default_factory=dict)
    left_out: int = 0
    unknown: list[str] = field(default_factory=list)
    hides_small: bool = False


def pool(panel: Panel, wanted: Wanted) -> Pool:
    """Who could be drawn now, by cell; at most MOST_PEOPLE."""
    fitting = db.session.scalar(_query(panel, wanted, func.count(Person.id))) or 0
    query = _query(
        panel, wanted, Person.id, Person.kind, Person.function, CustomerFacts.segment, Person.handle, Person.email
    )
    rows = db.session.execute(query.where(_may_be_asked(panel)).order_by(Person.id).limit(MOST_PEOPLE)).all()
    cells: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        cells[_cell(wanted.cell_by, row)].append(row.id)
    known = {str(row.handle) for row in rows} | {str(row.email) for row in rows}
    unknown = [name for name in _names(wanted) if name not in known]
    return Pool(dict(cells), int(fitting) - len(rows), unknown, bool(wanted.deed))


def traits_of(people: Sequence[int]) -> dict[int, dict[str, str]]:
    """What weights go by, of each: their segment and whether they are a customer or an employee; in one query."""
    if not people:
        return {}
    query = select(Person.id, Person.kind, CustomerFacts.segment).outerjoin(
        CustomerFacts, CustomerFacts.person_id == Person.id
    )
    rows = db.session.execute(query.where(Person.id.in_(people)))
    return {row.id: {"kind": row.kind, "segment": row.segment or ""} for row in rows}


def functions(limit: int = 100) -> Sequence[str]:
    """What employees do, by name."""
    named = (Person.kind == "employee", Person.state == "active", Person.function != "")
    query = select(Person.function).where(*named).distinct().order_by(Person.function)
    return db.session.scalars(query.limit(limit)).all()


def _query(panel: Panel, wanted: Wanted, *columns: Any) -> Select[Any]:
    query = select(*columns).select_from(Person).outerjoin(CustomerFacts, CustomerFacts.person_id == Person.id)
    return query.where(Person.is_guest.is_(False), Person.id != panel.owner_id, *_wishes(wanted))


def _wishes(wanted: Wanted) -> list[ColumnElement[bool]]:
    if wanted.by_hand:
        names = _names(wanted)
        return [or_(Person.handle.in_(names), Person.email.in_(names))]
    found: list[ColumnElement[bool]] = []
    if wanted.kind:
        found.append(Person.kind == wanted.kind)
    if wanted.segments:
        found.append(CustomerFacts.segment.in_(list(wanted.segments)))
    if wanted.functions:
        found.append(and_(Person.kind == "employee", Person.function.in_(list(wanted.functions))))
    if wanted.joined_since:
        found.append(Person.joined_at >= datetime.combine(wanted.joined_since, time(), UTC))
    if wanted.deed in DEEDS:
        found.append(Person.id.in_(_did(wanted)))
    return found


def _did(wanted: Wanted) -> Select[Any]:
    """Those who did so much lately, by the event book."""
    since = clock.now() - timedelta(days=wanted.days)
    lately = (Entry.name == DEEDS[wanted.deed], Entry.at > since, Entry.actor_id.is_not(None))
    return select(Entry.actor_id).where(*lately).group_by(Entry.actor_id).having(func.count() >= wanted.least)


def _may_be_asked(panel: Panel) -> ColumnElement[bool]:
    """Not who opted out, cannot sign in, may not see the space, or was invited to a panel not long ago."""
    lately = clock.now() - timedelta(days=panel.fatigue_days)
    invited = select(Member.person_id).where(or_(Member.panel_id == panel.id, Member.invited_at > lately))
    may_sign_in = and_(
        Person.state == "active",
        Person.joined_at <= clock.now(),
        Person.external_id.is_(None) | Person.password_hash.is_not(None),
    )
    return and_(may_sign_in, Person.id.not_in(select(OptOut.person_id)), Person.id.not_in(invited), _sees_space(panel))


def _sees_space(panel: Panel) -> ColumnElement[bool]:
    if panel.space.visibility in {"public", "customers"}:
        return Person.id.is_not(None)
    inside = Person.id.in_(select(Membership.person_id).where(Membership.space_id == panel.space_id))
    return inside if panel.space.visibility == "invited" else or_(Person.kind == "employee", inside)


def _cell(by: str, row: Any) -> str:
    named = {"segment": row.segment or "", "function": row.function, "kind": row.kind, "none": EVERYBODY}
    return str(named.get(by, EVERYBODY) or "")[:LONGEST_CELL]


def _names(wanted: Wanted) -> list[str]:
    names = [name.strip().lstrip("@").casefold() for name in wanted.by_hand]
    return list(dict.fromkeys(name for name in names if name))[:MOST_BY_HAND]
