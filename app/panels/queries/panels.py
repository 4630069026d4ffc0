"""Reading panels and their members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g
from sqlalchemy import and_, exists, func, select

from app.accounts.models import Person
from app.core import clock, mail
from app.core.pages import Page, page
from app.extensions import db
from app.panels.models import Draw, Member, OptOut, Panel, Sheet, Study
from app.panels.queries.visibility import may_see, member_of, runs
from app.spaces import queries as spaces
from app.spaces.models import Membership, Space


@dataclass(frozen=True)
class Standing:
    """What somebody has to do with panels: whether there is anything, and how much waits for them."""

    anything: bool = False
    waiting: int = 0


def visible_panels(person: Person | None, *, after: str | None = None, limit: int = 30) -> Page[Panel]:
    """The panels that somebody is in, is invited to, or runs, newest first."""
    return page(select(Panel).where(may_see(person)), Panel.id, after=after, limit=limit)


def panel_by_id(panel_id: int) -> Panel | None:
    """A panel, for subscribers and jobs."""
    return db.session.get(Panel, panel_id)


def draw_by_id(draw_id: int) -> Draw | None:
    """A draw, for subscribers."""
    return db.session.get(Draw, draw_id)


def memberships(person: Person | None, panels: Sequence[Panel]) -> dict[int, Member]:
    """Somebody's own invitations to these panels, in one query."""
    if person is None or not panels:
        return {}
    mine = (Member.person_id == person.id, Member.panel_id.in_([panel.id for panel in panels]))
    return {member.panel_id: member for member in db.session.scalars(select(Member).where(*mine))}


def members(panel: Panel, *, after: str | None = None, limit: int = 30) -> Page[Member]:
    """Who was invited, newest first."""
    return page(select(Member).where(Member.panel_id == panel.id), Member.id, after=after, limit=limit)


def invited_in(draw: Draw) -> Sequence[int]:
    """Ids of those of a draw who may still say yes or no."""
    waiting = (Member.draw_id == draw.id, Member.state == "invited")
    return db.session.scalars(select(Member.person_id).where(*waiting).order_by(Member.person_id)).all()


def waiting_among(panel: Panel, people: Sequence[int]) -> Sequence[int]:
    """Those of these people who may still say yes or no."""
    waiting = (Member.panel_id == panel.id, Member.state == "invited", Member.person_id.in_(people))
    return db.session.scalars(select(Member.person_id).where(*waiting).order_by(Member.person_id)).all()


def draws(panel: Panel, limit: int = 20) -> Sequence[Draw]:
    """The last draws of a panel, newest first."""
    return db.session.scalars(select(Draw).where(Draw.panel_id == panel.id).order_by(Draw.id.desc()).limit(limit)).all()


def accepted(panel: Panel) -> Sequence[Member]:
    """Its members."""
    there = (Member.panel_id == panel.id, Member.state == "accepted")
    return db.session.scalars(select(Member).where(*there).order_by(Member.id)).unique().all()


def has_opted_out(person: Person) -> bool:
    """Whether somebody wants no invitation to any panel."""
    return db.session.get(OptOut, person.id) is not None


def spaces_to_run(person: Person | None) -> Sequence[Space]:
    """The spaces in which somebody may make panels, by name; for the innovation team all that they may see."""
    if person is None or not person.is_in_good_standing:
        return []
    if person.has_role("innovation"):
        return spaces.visible(person)
    owned = select(Membership.space_id).where(Membership.person_id == person.id, Membership.role == "owner")
    return db.session.scalars(select(Space).where(Space.id.in_(owned)).order_by(Space.name)).all()


def standing(person: Person | None) -> Standing:
    """What the rail shows, in one query a request."""
    if person is None:
        return Standing()
    if "panels_standing" not in g:
        g.panels_standing = _standing(person)
    found: Standing = g.panels_standing
    return found


@mail.may_hear("panel")
def may_hear_of(panel_id: int, address: str) -> bool:
    """Whether a mail about a panel may still go: to whoever may see it now, and has not opted out since."""
    person = db.session.scalar(select(Person).where(Person.email == address.casefold()))
    panel = panel_by_id(panel_id)
    if person is None or panel is None:
        return False
    member = member_of(person, panel)
    return member is not None and member.state in {"invited", "accepted"}


def _standing(person: Person) -> Standing:
    now = clock.now()
    invited = (Member.person_id == person.id, Member.state == "invited", Member.expires_at > now)
    inside = select(Member.panel_id).where(Member.person_id == person.id, Member.state == "accepted")
    unanswered = (
        Sheet.person_id == person.id, Sheet.answered_at.is_(None), Study.id == Sheet.study_id,
        Study.opened_at.is_not(None), Study.closed_at.is_(None), Study.closes_at > now, Study.panel_id.in_(inside),
    )  # fmt: skip
    owner = exists().where(Membership.person_id == person.id, Membership.role == "owner")
    row = db.session.execute(
        select(
            exists().where(Panel.id.in_(inside)),
            select(func.count()).select_from(Member).where(*invited).scalar_subquery(),
            select(func.count()).select_from(Sheet).join(Study, and_(*unanswered)).scalar_subquery(),
            exists().select_from(Panel).where(runs(person)),
            owner,
        )
    ).one()
    team = person.has_role("innovation") and person.is_in_good_standing
    return Standing(bool(row[0] or row[1] or row[3] or row[4] or team), int(row[1]) + int(row[2]))
