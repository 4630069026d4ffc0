"""Reading decisions: about a case, about an author."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from app.accounts.models import Person
from app.board.models import Answer, Question
from app.core.pages import Page, page
from app.extensions import db
from app.ideas.models import Idea
from app.moderation import subjects
from app.moderation.models import STOPS, Case, Flag, ModeratorDecision
from app.moderation.queries.cases import may_see
from app.moderation.subjects import Subject
from app.spaces import queries as spaces


def flags_of(case: Case) -> Sequence[Flag]:
    """The reports behind a case, oldest first."""
    return db.session.scalars(select(Flag).where(Flag.case_id == case.id).order_by(Flag.id)).all()


def decisions_of(case: Case) -> Sequence[ModeratorDecision]:
    """Every decision about a case, newest first."""
    made = select(ModeratorDecision).where(ModeratorDecision.case_id == case.id)
    return db.session.scalars(made.order_by(ModeratorDecision.id.desc())).all()


def standing_decision(case: Case) -> ModeratorDecision | None:
    """The decision that stands."""
    return standing_decisions([case]).get(case.id)


def standing_decisions(cases: Iterable[Case]) -> dict[int, ModeratorDecision]:
    """The decisions that stand, by case."""
    query = select(ModeratorDecision).where(
        ModeratorDecision.case_id.in_([case.id for case in cases]), ModeratorDecision.undone_at.is_(None)
    )
    return {made.case_id: made for made in db.session.scalars(query.order_by(ModeratorDecision.id))}


def reports_on(cases: Iterable[Case]) -> dict[int, list[str]]:
    """What readers said is wrong, by case, oldest first."""
    ids, found = [case.id for case in cases], defaultdict[int, list[str]](list)
    if ids:
        query = select(Flag.case_id, Flag.reason).where(Flag.case_id.in_(ids)).order_by(Flag.id)
        for case_id, reason in db.session.execute(query):
            found[case_id].append(reason)
    return found


def next_suspension(made: ModeratorDecision, author_id: int) -> ModeratorDecision | None:
    """The decision that suspended the same author next and stands."""
    query = select(ModeratorDecision).join(Case, Case.id == ModeratorDecision.case_id)
    query = query.where(Case.author_id == author_id, ModeratorDecision.action.in_(STOPS))
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


@dataclass(frozen=True)
class Record:
    """What an author did and what was decided about it, as far as one moderator may know: counts by action."""

    posts: int
    decided: dict[str, int]


def record_of(person: Person, author_id: int) -> Record:
    """An author's record in the spaces that this person sees, decisions in those that they moderate."""
    seen = spaces.visible_ids(person)
    answers = select(func.count(Answer.id)).join(Question, Question.id == Answer.question_id)
    counts: list[Select[Any]] = [
        select(func.count(Question.id)).where(Question.author_id == author_id, Question.space_id.in_(seen)),
        answers.where(Answer.author_id == author_id, Question.space_id.in_(seen)),
        select(func.count(Idea.id)).where(Idea.author_id == author_id, Idea.space_id.in_(seen)),
    ]
    written = db.session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    query = select(ModeratorDecision.action, func.count()).join(Case, Case.id == ModeratorDecision.case_id)
    query = query.where(may_see(person), Case.author_id == author_id, ModeratorDecision.undone_at.is_(None))
    made = db.session.execute(query.group_by(ModeratorDecision.action))
    return Record(sum(written), {row[0]: row[1] for row in made})


def in_batch(person: Person, batch: str, *, after: str | None = None, limit: int = 100) -> Page[ModeratorDecision]:
    """Decisions that were made in one go, as far as this person moderates there."""
    query = select(ModeratorDecision).join(Case, Case.id == ModeratorDecision.case_id)
    query = query.where(ModeratorDecision.batch == batch, may_see(person))
    return page(query, ModeratorDecision.id, after=after, limit=limit, ascending=True)


def standing_in_batch(person: Person, batch: str, limit: int = 500) -> Sequence[Case]:
    """The cases of those that stand."""
    query = select(Case).join(ModeratorDecision, ModeratorDecision.case_id == Case.id)
    query = query.where(ModeratorDecision.batch == batch, ModeratorDecision.undone_at.is_(None), may_see(person))
    return db.session.scalars(query.order_by(Case.id).limit(limit)).all()
