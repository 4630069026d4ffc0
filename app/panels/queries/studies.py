"""Reading studies, what they ask, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select

from app.accounts.models import Person
from app.core import clock
from app.core.pages import Page, page
from app.discussion.queries import Place, place
from app.extensions import db
from app.files import queries as files
from app.files.models import StoredFile
from app.panels.models import Concept, Item, Member, Outcome, Panel, Sheet, Study
from app.panels.queries.visibility import may_see_concept, may_see_study

MOST_ITEMS = 60
REMINDED_BEFORE = timedelta(days=1)
LONG_ENOUGH = timedelta(days=3)

files.hangs_on("concept")(may_see_concept)


def studies(person: Person | None, panel: Panel, *, after: str | None = None, limit: int = 30) -> Page[Study]:
    """The studies of a panel that somebody may see, newest first."""
    query = select(Study).where(Study.panel_id == panel.id, may_see_study(person))
    return page(query, Study.id, after=after, limit=limit)


def study_by_id(study_id: int) -> Study | None:
    """A study, for subscribers and jobs."""
    return db.session.get(Study, study_id)


def items(study: Study) -> Sequence[Item]:
    """What a study asks, in order."""
    query = select(Item).where(Item.study_id == study.id).order_by(Item.position, Item.id)
    return db.session.scalars(query.limit(MOST_ITEMS)).all()


def concepts(study: Study) -> Sequence[Concept]:
    """What a study shows, in the order in which it was written."""
    return db.session.scalars(
        select(Concept).where(Concept.study_id == study.id).order_by(Concept.position, Concept.id)
    ).all()


def pictures(shown: Iterable[Concept]) -> dict[int, StoredFile]:
    """The picture of each concept that has one, in one query."""
    ids = [concept.id for concept in shown]
    hanging = files.attached(f"concept:{each}" for each in ids)
    return {each: hanging[f"concept:{each}"][0] for each in ids if f"concept:{each}" in hanging}


def sheets_of(person: Person | None, shown: Sequence[Study]) -> dict[int, Sheet]:
    """Somebody's own sheets of these studies, in one query."""
    if person is None or not shown:
        return {}
    mine = (Sheet.person_id == person.id, Sheet.study_id.in_([study.id for study in shown]))
    return {sheet.study_id: sheet for sheet in db.session.scalars(select(Sheet).where(*mine))}


def asked(study: Study) -> Sequence[Sheet]:
    """Every sheet of a study, in the order of its codes, which tells nothing."""
    sheets = db.session.scalars(select(Sheet).where(Sheet.study_id == study.id)).all()
    return sorted(sheets, key=lambda sheet: sheet.code(study.seed))


def people_asked(study: Study, *, answered: bool) -> Sequence[int]:
    """Ids of the members who answered a study, or who did not yet."""
    said = Sheet.answered_at.is_not(None) if answered else Sheet.answered_at.is_(None)
    inside = select(Member.person_id).where(Member.panel_id == study.panel_id, Member.state == "accepted")
    query = select(Sheet.person_id).where(Sheet.study_id == study.id, said, Sheet.person_id.in_(inside))
    return [person for person in db.session.scalars(query) if person is not None]


def outcomes_of(study: Study) -> Sequence[Outcome]:
    """What came of a study, newest first."""
    query = select(Outcome).where(Outcome.study_id == study.id)
    return db.session.scalars(query.order_by(Outcome.decided_on.desc(), Outcome.id.desc())).unique().all()


def outcomes(person: Person | None, panel: Panel, limit: int = 20) -> Sequence[Outcome]:
    """You said, we did: what came of the studies of a panel that somebody may see, newest first."""
    seen = select(Study.id).where(Study.panel_id == panel.id, may_see_study(person))
    query = select(Outcome).where(Outcome.study_id.in_(seen))
    return db.session.scalars(query.order_by(Outcome.decided_on.desc(), Outcome.id.desc()).limit(limit)).unique().all()


def outcome_by_id(outcome_id: int) -> Outcome | None:
    """An outcome, for subscribers."""
    return db.session.get(Outcome, outcome_id)


def open_studies(panel: Panel) -> Sequence[Study]:
    """The studies of a panel that take answers now."""
    now = (Study.panel_id == panel.id, *_running(clock.now()))
    return db.session.scalars(select(Study).where(*now).order_by(Study.id)).unique().all()


def due_to_open() -> Sequence[Study]:
    """Studies whose time has come, of panels that are not closed."""
    due = (Study.published_at.is_not(None), Study.opened_at.is_(None), Study.opens_at <= clock.now())
    return _held(*due, Study.panel_id.in_(select(Panel.id).where(Panel.state == "open")))


def due_to_close() -> Sequence[Study]:
    """Studies whose time is over."""
    due = (Study.opened_at.is_not(None), Study.closed_at.is_(None), Study.closes_at <= clock.now())
    return _held(*due)


def due_to_remind() -> Sequence[Study]:
    """Open studies that close within a day, and were open for some days; each once."""
    soon = Study.closes_at <= clock.now() + REMINDED_BEFORE
    due = and_(*_running(clock.now()), Study.reminded_at.is_(None), soon)
    return [study for study in _held(due) if study.opened_at and study.closes_at - study.opened_at >= LONG_ENOUGH]


def due_to_cut() -> Sequence[Study]:
    """Closed studies whose sheets are kept no longer under their members."""
    moment = clock.now()
    return [
        s
        for s in _held(Study.closed_at.is_not(None), Study.cut_at.is_(None), limit=500)
        if s.closed_at and s.closed_at + timedelta(days=s.panel.keeps_days) <= moment
    ]


@place("study")
def own_sheets(names: Sequence[str], person: Person) -> dict[str, Place]:
    """The forms of studies that somebody may answer, for drafts."""
    ids = [int(name) for name in names if name.isascii() and name.isdigit() and len(name) < 19]
    rule = (Study.id.in_(ids), may_see_study(person))
    found = db.session.scalars(select(Study).where(*rule)).unique().all() if ids else ()
    return {str(study.id): Place(study.title, study.url) for study in found}


def _held(*due: ColumnElement[bool], limit: int = 50) -> Sequence[Study]:
    """Those that are due, which no other worker has in hand."""
    query = select(Study).where(*due).order_by(Study.closes_at, Study.id).limit(limit)
    return db.session.scalars(query.with_for_update(of=Study, skip_locked=True)).unique().all()


def _running(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return Study.opened_at.is_not(None), Study.closed_at.is_(None), Study.closes_at > moment
