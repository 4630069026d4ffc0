"""Reading cases; a moderator sees those of the spaces they moderate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import cast

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Person
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.ideas import queries as ideas
from app.moderation.models import KINDS, SOURCES, WAITING, Case, ModeratorDecision, SecondOpinion
from app.spaces import queries as spaces
from app.spaces.models import Membership, Space

OLD = timedelta(days=1)
LEVELS = ("1", "2", "3")
BY_SEVERITY = cast("InstrumentedAttribute[int]", Case.mildness)


@dataclass(frozen=True)
class Choice:
    """Which cases somebody wants to see: of a kind, from a source, of a space (its slug), of a severity, old ones, or
    those about which a colleague asked what one thinks.
    """

    kind: str = ""
    source: str = ""
    space: str = ""
    severity: str = ""
    age: str = ""
    asked: str = ""

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Choice:
        """What an address asks for; what makes no sense is left out."""
        known = {"kind": KINDS, "source": (*SOURCES, "appeal"), "severity": LEVELS, "age": ("old",), "asked": ("me",)}
        words = {name: said.get(name, "") for name in known if said.get(name, "") in known[name]}
        return cls(**words, space=said.get("space", "")[:60])

    @property
    def words(self) -> dict[str, str]:
        """The same as it stands in an address."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """The same for a statement."""
        chosen: list[ColumnElement[bool]] = []
        if self.kind:
            chosen.append(Case.subject.startswith(f"{self.kind}:"))
        if self.source == "appeal":
            chosen.append(Case.state == "appealed")
        elif self.source:
            chosen.append(Case.source == self.source)
        if self.space:
            chosen.append(Case.space_id.in_(select(Space.id).where(Space.slug == self.space)))
        if self.severity:
            chosen.append(Case.severity == int(self.severity))
        if self.age:
            chosen.append(Case.opened_at < clock.now() - OLD)
        return chosen


EVERYTHING = Choice()


def may_see(person: Person) -> ColumnElement[bool]:
    """The rule: site moderators see every case, a space's moderators and owners those of their space."""
    if person.has_role("moderator"):
        return true()
    runs = (Membership.person_id == person.id, Membership.role.in_(("moderator", "owner")))
    return Case.space_id.in_(select(Membership.space_id).where(*runs))


def queue(
    person: Person, *, state: str = "open", choice: Choice = EVERYTHING, after: str | None = None, limit: int = 30
) -> Page[Case]:
    """Cases in a state, or `waiting`: by severity, of equal ones the oldest first; decided ones by when that was."""
    query = _chosen(person, state, choice)
    if state == "decided":
        return page(query, Case.decided_at, Case.id, after=after, limit=limit)
    return page(query, BY_SEVERITY, Case.id, after=after, limit=limit, ascending=True)


def _chosen(person: Person, state: str, choice: Choice) -> Select[Case]:
    states = WAITING if state == "waiting" else (state,)
    query = select(Case).where(may_see(person), Case.state.in_(states), *choice.conditions)
    if choice.asked:
        mine = (SecondOpinion.person_id == person.id, SecondOpinion.given_at.is_(None))
        query = query.where(Case.id.in_(select(SecondOpinion.case_id).where(*mine)))
    return query


def chosen_cases(person: Person, choice: Choice, ids: Iterable[int] | None, limit: int) -> Sequence[Case]:
    """Open cases that are chosen, all or those of these ids, in the order of the queue."""
    query = _chosen(person, "open", choice)
    if ids is not None:
        query = query.where(Case.id.in_(list(ids)))
    return db.session.scalars(query.order_by(Case.severity.desc(), Case.id).limit(limit)).all()


def visible_case(person: Person, case_id: int) -> Case | None:
    """A case, if this person moderates its space."""
    return db.session.scalar(select(Case).where(Case.id == case_id, may_see(person)))


def has_case(subject: str) -> bool:
    """Whether moderators have, or had, a case about a subject."""
    return db.session.scalar(select(Case.id).where(Case.subject == subject).limit(1)) is not None


def open_case_of(subject: str) -> Case | None:
    """The open case about a subject."""
    return db.session.scalar(select(Case).where(Case.subject == subject, Case.state == "open"))


def waiting_count(person: Person, choice: Choice = EVERYTHING) -> int:
    """How many cases wait, of those that are chosen."""
    waits = select(func.count()).select_from(_chosen(person, "waiting", choice).subquery())
    return db.session.scalar(waits) or 0


def open_count(person: Person, choice: Choice = EVERYTHING) -> int:
    """How many of these nobody has decided yet."""
    return db.session.scalar(select(func.count()).select_from(_chosen(person, "open", choice).subquery())) or 0


def cases_by_id(person: Person, ids: Iterable[int]) -> dict[int, Case]:
    """The cases of these ids that this person may see."""
    found = db.session.scalars(select(Case).where(Case.id.in_(list(ids)), may_see(person)))
    return {case.id: case for case in found}


def waiting_by_space(person: Person, limit: int = 50) -> Sequence[tuple[Space, int]]:
    """The spaces in which cases wait for this person, with how many, by name."""
    query = select(Space, func.count(Case.id)).join(Case, Case.space_id == Space.id)
    query = query.where(may_see(person), Case.state.in_(WAITING)).group_by(Space.id).order_by(Space.name).limit(limit)
    return [(space, count) for space, count in db.session.execute(query)]


def earlier_of(person: Person, case: Case, limit: int = 10) -> Sequence[Case]:
    """Other cases about the same thing, newest first."""
    same = (may_see(person), Case.subject == case.subject, Case.id != case.id)
    return db.session.scalars(select(Case).where(*same).order_by(Case.id.desc()).limit(limit)).all()


def overtaken(cases: Iterable[Case]) -> set[int]:
    """The ids of those about whose subject a later case is open or has a decision that stands."""
    later, stands = aliased(Case), select(ModeratorDecision.id).where(ModeratorDecision.undone_at.is_(None))
    standing = stands.where(ModeratorDecision.case_id == later.id).exists()
    query = select(Case.id).join(later, (later.subject == Case.subject) & (later.id > Case.id))
    query = query.where(Case.id.in_([case.id for case in cases]), or_(later.state == "open", standing))
    return set(db.session.scalars(query))


def wrote(person: Person, case: Case) -> bool:
    """Whether what a case is about is somebody's own: as its author, or as the co-author of an idea."""
    if person.id == case.author_id or case.kind != "idea":
        return person.id == case.author_id
    return bool(ideas.own_ids(person, [int(case.subject.partition(":")[2])]))


def managed(person: Person) -> bool:
    """Whether somebody moderates anywhere."""
    return person.has_role("moderator") or bool(spaces.leads(person))
