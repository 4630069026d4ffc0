"""What moderation comes to: load and time by person and space, consistency, and the numbers for everybody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import ColumnElement, func, select

from app.accounts.models import Person
from app.core import clock
from app.extensions import db
from app.moderation import consistency
from app.moderation.consistency import Judged
from app.moderation.models import WAITING, Appeal, Case, Flag, ModeratorDecision
from app.moderation.queries.cases import may_see
from app.spaces import queries as spaces

PERIOD = timedelta(days=30)
YEAR = timedelta(days=366)
MOST = 5_000
MOST_COUNTED = 20_000
COMPARED = 400


@dataclass
class Load:
    """What one person did, or what was done and waits in one space; hours are medians from opening to decision."""

    waits: list[float] = field(default_factory=list)
    undone: int = 0
    overturned: int = 0
    backlog: int = 0
    oldest: datetime | None = None

    @property
    def decided(self) -> int:
        """How many decisions."""
        return len(self.waits)

    @property
    def hours(self) -> float | None:
        """Median hours to a decision."""
        return median(self.waits) if self.waits else None


@dataclass
class Loads:
    """Load by person and by space, by their ids."""

    people: defaultdict[int, Load] = field(default_factory=lambda: defaultdict(Load))
    spaces: defaultdict[int, Load] = field(default_factory=lambda: defaultdict(Load))


def loads(person: Person) -> Loads:
    """Decisions of the last thirty days (the latest 5,000) and what waits now, where this person moderates."""
    made, told = ModeratorDecision, Loads()
    columns = (made.decided_by_id, Case.space_id, Case.opened_at, made.decided_at, made.undone_at, Appeal.outcome)
    query = select(*columns).join(Case, Case.id == made.case_id).outerjoin(Appeal, Appeal.decision_id == made.id)
    query = query.where(may_see(person), made.decided_at >= clock.now() - PERIOD).order_by(made.id.desc()).limit(MOST)
    for decider, space, opened, decided, undone, outcome in db.session.execute(query):
        for load in (told.people[decider], told.spaces[space]):
            load.waits.append(max((decided - opened) / timedelta(hours=1), 0.0))
            load.undone += undone is not None and outcome != "overturned"
            load.overturned += outcome == "overturned"
    waiting = select(Case.space_id, func.count(), func.min(Case.opened_at)).where(
        may_see(person), Case.state.in_(WAITING)
    )
    for space, many, oldest in db.session.execute(waiting.group_by(Case.space_id)):
        told.spaces[space].backlog, told.spaces[space].oldest = many, oldest
    return told


def judged(person: Person, *, but: int | None = None) -> list[Judged]:
    """The latest 400 decisions that stand where this person moderates, as they can be compared."""
    made = ModeratorDecision
    query = select(Case, made).join(made, made.case_id == Case.id)
    query = query.where(may_see(person), made.undone_at.is_(None), Case.id != (but or 0))
    rows = db.session.execute(query.order_by(made.id.desc()).limit(COMPARED)).all()
    whys = _whys([case for case, _made in rows])
    return [
        Judged(case.id, one.decided_by_id, one.action, whys[case.id], consistency.words_of(one.before.get("body", "")))
        for case, one in rows
    ]


def judged_texts(cases: Mapping[int, Case]) -> dict[int, str]:
    """What these cases' texts said when they were decided."""
    made = ModeratorDecision
    query = select(made.case_id, made.before).where(made.case_id.in_(list(cases)), made.undone_at.is_(None))
    return {case_id: before.get("body", "") for case_id, before in db.session.execute(query)}


def why_of(case: Case) -> frozenset[str]:
    """Why a case came up: the rules that held it and the reasons of its reports."""
    return _whys([case])[case.id]


def _whys(cases: Sequence[Case]) -> dict[int, frozenset[str]]:
    whys = {case.id: {str(rule) for rule in case.rules} for case in cases}
    reported = [case.id for case in cases if case.flag_count]
    if reported:
        for case_id, reason in db.session.execute(select(Flag.case_id, Flag.reason).where(Flag.case_id.in_(reported))):
            whys[case_id].add(reason)
    return {case_id: frozenset(why) for case_id, why in whys.items()}


@dataclass
class Month:
    """What happened in one month: counts, and the hours from opening to decision."""

    flagged: int = 0
    held: int = 0
    taken_down: int = 0
    appealed: int = 0
    overturned: int = 0
    waits: list[float] = field(default_factory=list)

    @property
    def decided(self) -> int:
        """How many decisions."""
        return len(self.waits)


@dataclass
class Numbers:
    """A year by month, such as 2026-03, the latest first; decisions by code: how many stayed, how many went."""

    months: dict[str, Month]
    stayed: Counter[str] = field(default_factory=Counter)
    went: Counter[str] = field(default_factory=Counter)


def numbers(person: Person | None) -> Numbers:
    """Of the spaces that the reader sees: a year, from the latest 20,000 rows of each kind."""
    since, found = clock.now() - YEAR, Numbers({})
    months: defaultdict[str, Month] = defaultdict(Month)
    here = Case.space_id.in_(spaces.visible_ids(person))
    flags = select(Flag.at).join(Case, Case.id == Flag.case_id).where(here, Flag.at >= since)
    for at in db.session.scalars(flags.order_by(Flag.id.desc()).limit(MOST_COUNTED)):
        months[_month(at)].flagged += 1
    held = select(Case.opened_at).where(here, Case.source == "rule", Case.opened_at >= since)
    for at in db.session.scalars(held.order_by(Case.id.desc()).limit(MOST_COUNTED)):
        months[_month(at)].held += 1
    appeals = select(Appeal.at, Appeal.outcome).join(Case, Case.id == Appeal.case_id).where(here, Appeal.at >= since)
    for at, outcome in db.session.execute(appeals.order_by(Appeal.id.desc()).limit(MOST_COUNTED)):
        months[_month(at)].appealed += 1
        months[_month(at)].overturned += outcome == "overturned"
    _count_decisions(found, months, here, since)
    found.months = dict(sorted(months.items(), reverse=True))
    return found


def _count_decisions(
    found: Numbers, months: defaultdict[str, Month], here: ColumnElement[bool], since: datetime
) -> None:
    made = ModeratorDecision
    query = select(made.code, made.action, Case.opened_at, made.decided_at).join(Case, Case.id == made.case_id)
    query = query.where(here, made.decided_at >= since)
    for code, action, opened, decided in db.session.execute(query.order_by(made.id.desc()).limit(MOST_COUNTED)):
        month, stays = months[_month(decided)], action in consistency.STAYS
        month.waits.append(max((decided - opened) / timedelta(hours=1), 0.0))
        month.taken_down += not stays
        (found.stayed if stays else found.went)[code] += 1


def _month(at: datetime) -> str:
    return f"{at.year:04}-{at.month:02}"
