"""Reading promises of an answer: what is owed, by when, and how well it was kept."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, select

from app.accounts.models import Person
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.ideas.models import SHOWN, Challenge, HoldingAnswer, Idea, OfficialResponse, Promise
from app.ideas.promises import Clock, Record, tally
from app.ideas.queries.ideas import is_listed, may_see

WAITING_KINDS = ("open", "review")
MOST = 5000


def promise_at(scope: str) -> Promise | None:
    """What was promised for one scope itself."""
    return db.session.scalar(select(Promise).where(Promise.scope == scope))


def is_promised(challenge: Challenge) -> ColumnElement[bool]:
    """Whether anything holds for a challenge."""
    return select(Promise.id).where(Promise.scope.in_(_scopes(challenge))).exists()


def promise_of(challenge: Challenge) -> Promise | None:
    """What holds for a challenge: its own promise, else its space's."""
    scopes = _scopes(challenge)
    found = {row.scope: row for row in db.session.scalars(select(Promise).where(Promise.scope.in_(scopes)))}
    return found.get(scopes[0]) or found.get(scopes[1])


def _scopes(challenge: Challenge) -> tuple[str, str]:
    return f"challenge:{challenge.id}", f"space:{challenge.space_id}"


def promises() -> Sequence[Promise]:
    """All of them."""
    return db.session.scalars(select(Promise).order_by(Promise.id)).all()


def in_play() -> ColumnElement[bool]:
    """Ideas that everybody may see and nobody decided on, and that went into no other one."""
    return and_(Idea.hold == SHOWN, Idea.merged_into_id.is_(None), Idea.kind.in_(WAITING_KINDS))


def owed() -> ColumnElement[bool]:
    """Ideas that are owed an answer now."""
    return and_(in_play(), Idea.answer_due_at.is_not(None), Idea.answered_at.is_(None))


def not_owed_in(challenge: Challenge) -> Sequence[Idea]:
    """Ideas of a challenge that nobody is owed an answer to yet."""
    query = select(Idea).where(Idea.challenge_id == challenge.id, in_play(), Idea.vote_count > 0)
    return db.session.scalars(query.where(Idea.owed_at.is_(None), Idea.answered_at.is_(None)).limit(MOST)).all()


def vote_counts(challenge: Challenge) -> Sequence[int]:
    """The votes of each idea of a challenge that people see."""
    shown = (Idea.challenge_id == challenge.id, Idea.hold == SHOWN, Idea.merged_into_id.is_(None))
    return db.session.scalars(select(Idea.vote_count).where(*shown)).all()


def challenges_under(promise: Promise) -> Sequence[Challenge]:
    """The challenges that a promise may hold for."""
    kind, _mark, number = promise.scope.partition(":")
    column = Challenge.id if kind == "challenge" else Challenge.space_id
    return db.session.scalars(select(Challenge).where(column == int(number)).order_by(Challenge.id)).all()


def answers_due(person: Person, *, after: str | None = None, limit: int = 30) -> Page[Idea]:
    """What is owed an answer, the most overdue first."""
    query = select(Idea).where(owed(), may_see(person), is_listed(person))
    return page(query, Idea.answer_due_at, Idea.id, after=after, limit=limit, ascending=True)


def count_due(person: Person) -> int:
    """How many ideas are owed an answer."""
    return int(
        db.session.scalar(select(func.count()).select_from(Idea).where(owed(), may_see(person), is_listed(person))) or 0
    )


def record_kept(person: Person | None, *, challenge_id: int | None = None, space_id: int | None = None) -> Record:
    """How well promises were kept, over what this person may see."""
    query = select(Idea.owed_at, Idea.first_due_at, Idea.answered_at).where(
        Idea.owed_at.is_not(None), Idea.first_due_at.is_not(None), Idea.merged_into_id.is_(None), may_see(person)
    )
    if challenge_id:
        query = query.where(Idea.challenge_id == challenge_id)
    if space_id:
        query = query.where(Idea.space_id == space_id)
    rows = db.session.execute(query.order_by(Idea.owed_at.desc()).limit(MOST))
    return tally((Clock(owed, first or owed, answered) for owed, first, answered in rows if owed), clock.now())


def holding_answers(idea: Idea) -> Sequence[HoldingAnswer]:
    """The holding answers of an idea, oldest first."""
    query = select(HoldingAnswer).where(HoldingAnswer.idea_id == idea.id)
    return db.session.scalars(query.order_by(HoldingAnswer.id)).all()


def response_to(idea: Idea) -> OfficialResponse | None:
    """The official response to an idea."""
    return db.session.scalar(select(OfficialResponse).where(OfficialResponse.idea_id == idea.id))
