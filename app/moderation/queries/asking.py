"""Reading appeals, second opinions, and what an author sees of their own cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, or_, select

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core.pages import Page, page
from app.extensions import db
from app.moderation.models import Appeal, Case, ModeratorDecision, SecondOpinion
from app.moderation.queries.cases import may_see
from app.spaces.models import Membership


def appeal_of(case: Case) -> Appeal | None:
    """The appeal of a case, answered or not."""
    return db.session.scalar(select(Appeal).where(Appeal.case_id == case.id))


def appeal_by_id(appeal_id: int) -> Appeal | None:
    """One appeal, for those who tell of it."""
    return db.session.get(Appeal, appeal_id)


def case_by_id(case_id: int) -> Case | None:
    """One case, for those who tell its author."""
    return db.session.get(Case, case_id)


def waiting_appeal(case: Case) -> Appeal | None:
    """The appeal that waits for an answer."""
    return waiting_appeals([case]).get(case.id)


def waiting_appeals(cases: Iterable[Case]) -> dict[int, Appeal]:
    """The appeals that wait for an answer, by case."""
    query = select(Appeal).where(Appeal.case_id.in_([case.id for case in cases]), Appeal.outcome == "")
    return {appeal.case_id: appeal for appeal in db.session.scalars(query)}


def opinions_on(case: Case) -> Sequence[SecondOpinion]:
    """Whom one asked about a case and what they said, oldest first."""
    return db.session.scalars(
        select(SecondOpinion).where(SecondOpinion.case_id == case.id).order_by(SecondOpinion.id)
    ).all()


def opinion_by_id(opinion_id: int) -> SecondOpinion | None:
    """One second opinion, for those who tell of it."""
    return db.session.get(SecondOpinion, opinion_id)


def opinion_asked_of(person: Person, opinion_id: int) -> SecondOpinion | None:
    """A second opinion that this person was asked for about a case that they see."""
    query = select(SecondOpinion).join(Case, Case.id == SecondOpinion.case_id)
    return db.session.scalar(
        query.where(SecondOpinion.id == opinion_id, SecondOpinion.person_id == person.id, may_see(person))
    )


def colleagues(case: Case, *, but: Person) -> list[Person]:
    """Who else may decide about a case, by name: never its author, nor who asks."""
    runs = (Membership.space_id == case.space_id, Membership.role.in_(("moderator", "owner")))
    query = select(Person).join(Membership, Membership.person_id == Person.id).where(*runs)
    here = {person for person in db.session.scalars(query) if person.is_in_good_standing}
    everywhere = {*accounts.with_role("moderator"), *accounts.with_role("admin")}
    return sorted((here | everywhere) - {but, case.author}, key=lambda person: (person.name, person.id))


def own_cases(person: Person, *, after: str | None = None, limit: int = 30) -> Page[Case]:
    """What was held or decided about what somebody posted, newest first; a report alone is not theirs to know."""
    return page(select(Case).where(told_to(person)), Case.id, after=after, limit=limit)


def own_case(person: Person, case_id: int) -> Case | None:
    """One of them."""
    return db.session.scalar(select(Case).where(told_to(person), Case.id == case_id))


def told_to(person: Person) -> ColumnElement[bool]:
    """Which cases about what somebody posted are theirs to know."""
    decided = select(ModeratorDecision.id).where(ModeratorDecision.case_id == Case.id).exists()
    return (Case.author_id == person.id) & or_(Case.source == "rule", decided)
