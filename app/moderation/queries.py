"""Reading cases; a moderator sees those of the spaces they moderate."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select, true

from app.accounts.models import Person
from app.core.pages import Page, page
from app.extensions import db
from app.moderation import subjects
from app.moderation.models import Case, Flag, ModeratorDecision
from app.moderation.subjects import Subject
from app.spaces.models import Membership


def may_see(person: Person) -> ColumnElement[bool]:
    """The rule: site moderators see every case, a space's moderators and owners those of their space."""
    if person.has_role("moderator"):
        return true()
    runs = (Membership.person_id == person.id, Membership.role.in_(("moderator", "owner")))
    return Case.space_id.in_(select(Membership.space_id).where(*runs))


def queue(person: Person, *, state: str = "open", after: str | None = None, limit: int = 30) -> Page[Case]:
    """Open cases by severity, within one severity the newest first; decided ones by when that was."""
    query = select(Case).where(may_see(person), Case.state == state)
    if state == "decided":
        return page(query, Case.decided_at, Case.id, after=after, limit=limit)
    return page(query, Case.severity, Case.id, after=after, limit=limit)


def visible_case(person: Person, case_id: int) -> Case | None:
    """A case, if this person moderates its space."""
    return db.session.scalar(select(Case).where(Case.id == case_id, may_see(person)))


def open_case_of(subject: str) -> Case | None:
    """The open case about a subject."""
    return db.session.scalar(select(Case).where(Case.subject == subject, Case.state == "open"))


def open_count(person: Person) -> int:
    """How many cases wait."""
    waits = select(func.count()).select_from(Case).where(may_see(person), Case.state == "open")
    return db.session.scalar(waits) or 0


def flags_of(case: Case) -> Sequence[Flag]:
    """The reports behind a case, oldest first."""
    return db.session.scalars(select(Flag).where(Flag.case_id == case.id).order_by(Flag.id)).all()


def decisions_of(case: Case) -> Sequence[ModeratorDecision]:
    """Every decision about a case, newest first."""
    made = select(ModeratorDecision).where(ModeratorDecision.case_id == case.id)
    return db.session.scalars(made.order_by(ModeratorDecision.id.desc())).all()


def standing_decision(case: Case) -> ModeratorDecision | None:
    """The decision that stands."""
    return next((decision for decision in decisions_of(case) if decision.undone_at is None), None)


def is_overtaken(case: Case) -> bool:
    """Whether a later case about the same subject is open or has a decision that stands."""
    stands = select(ModeratorDecision.id).where(
        ModeratorDecision.case_id == Case.id, ModeratorDecision.undone_at.is_(None)
    )
    later = select(Case.id).where(Case.subject == case.subject, Case.id > case.id)
    return db.session.scalar(later.where(or_(Case.state == "open", stands.exists())).limit(1)) is not None


def next_suspension(made: ModeratorDecision, author_id: int) -> ModeratorDecision | None:
    """The decision that suspended the same author next and stands."""
    query = select(ModeratorDecision).join(Case, Case.id == ModeratorDecision.case_id)
    query = query.where(Case.author_id == author_id, ModeratorDecision.action == "suspend")
    query = query.where(ModeratorDecision.undone_at.is_(None), ModeratorDecision.id > made.id)
    return db.session.scalar(query.order_by(ModeratorDecision.id).limit(1))


def subject(name: str) -> Subject | None:
    """What a case is about, in any state."""
    return subjects.find(name)


def decision(decision_id: int) -> ModeratorDecision | None:
    """One decision."""
    return db.session.get(ModeratorDecision, decision_id)


def history_of(person: Person, author_id: int, limit: int = 10) -> Sequence[tuple[Case, ModeratorDecision]]:
    """What was decided about an author where this person moderates, newest first; what was undone left out."""
    query = select(Case, ModeratorDecision).join(ModeratorDecision, ModeratorDecision.case_id == Case.id)
    query = query.where(may_see(person), Case.author_id == author_id, ModeratorDecision.undone_at.is_(None))
    query = query.order_by(ModeratorDecision.id.desc()).limit(limit)
    return [(case, made) for case, made in db.session.execute(query)]


def managed(person: Person) -> bool:
    """Whether somebody moderates anywhere."""
    if person.has_role("moderator"):
        return True
    runs = (Membership.person_id == person.id, Membership.role.in_(("moderator", "owner")))
    return db.session.scalar(select(Membership.id).where(*runs).limit(1)) is not None
