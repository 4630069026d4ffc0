"""Who may see a panel and its studies; whoever may not learns nowhere that there is one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.accounts.models import Person
from app.extensions import db
from app.panels.models import Concept, Member, Panel, Sheet, Study
from app.spaces import queries as spaces
from app.spaces.models import Membership

IN_IT = ("invited", "accepted")


def runs(person: Person | None) -> ColumnElement[bool]:
    """The panels that somebody runs: their own, those of spaces they own; the innovation team, all they may see."""
    if person is None or not person.is_in_good_standing:
        return false()
    owned = select(Membership.space_id).where(Membership.person_id == person.id, Membership.role == "owner")
    rule = or_(Panel.owner_id == person.id, Panel.space_id.in_(owned))
    if person.has_role("innovation"):
        rule = or_(rule, Panel.space_id.in_(spaces.visible_ids(person)))
    return rule


def may_see(person: Person | None) -> ColumnElement[bool]:
    """The rule: those who run it, its members, and whoever is invited and has not said no."""
    if person is None:
        return false()
    mine = select(Member.panel_id).where(Member.person_id == person.id, Member.state.in_(IN_IT))
    return or_(Panel.id.in_(mine), runs(person))


def may_see_study(person: Person | None) -> ColumnElement[bool]:
    """The rule: those who run its panel; members once they were asked."""
    if person is None:
        return false()
    run = select(Panel.id).where(runs(person))
    asked = select(Sheet.study_id).where(Sheet.person_id == person.id)
    inside = select(Member.panel_id).where(Member.person_id == person.id, Member.state == "accepted")
    return or_(
        Study.panel_id.in_(run), and_(Study.id.in_(asked), Study.panel_id.in_(inside), Study.opened_at.is_not(None))
    )


def visible_panel(person: Person | None, panel_id: int) -> Panel | None:
    """A panel, if this person may see it."""
    return db.session.scalar(select(Panel).where(Panel.id == panel_id, may_see(person)))


def visible_study(person: Person | None, study_id: int) -> Study | None:
    """A study, if this person may see it."""
    return db.session.scalar(select(Study).where(Study.id == study_id, may_see_study(person)))


def runs_panel(person: Person | None, panel: Panel) -> bool:
    """Whether somebody runs this panel."""
    found = select(Panel.id).where(Panel.id == panel.id, runs(person))
    return person is not None and db.session.scalar(found) is not None


def run_among(person: Person | None, panels: Sequence[Panel]) -> set[int]:
    """Those of these panels that somebody runs, in one query."""
    ids = [panel.id for panel in panels]
    return set(db.session.scalars(select(Panel.id).where(Panel.id.in_(ids), runs(person)))) if ids else set()


def may_see_concept(concept_id: int, person: Person | None) -> bool:
    """Whether somebody may see a concept: those who run the panel, and of its members who were given it to judge."""
    concept = db.session.get(Concept, concept_id)
    study = visible_study(person, concept.study_id) if concept is not None else None
    if concept is None or study is None or person is None:
        return False
    sheet = sheet_of(person, study)
    return (sheet is not None and concept.id in sheet.concept_ids) or runs_panel(person, study.panel)


def sheet_of(person: Person | None, study: Study) -> Sheet | None:
    """Somebody's own sheet of a study."""
    if person is None:
        return None
    return db.session.scalar(select(Sheet).where(Sheet.study_id == study.id, Sheet.person_id == person.id))


def member_of(person: Person | None, panel: Panel) -> Member | None:
    """Somebody's own invitation to a panel, in whatever state."""
    if person is None:
        return None
    return db.session.scalar(select(Member).where(Member.panel_id == panel.id, Member.person_id == person.id))
