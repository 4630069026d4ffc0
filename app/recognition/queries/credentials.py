"""Reading signed badges, and whether they hold."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select

from app.accounts.models import Person
from app.board import queries as board
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.recognition.models import Award, Credential
from app.recognition.queries.awards import is_standing
from app.recognition.queries.rules import is_rule_for, rule_version


def credentials_of(person: Person, *, after: str | None = None, limit: int = 30) -> Page[Credential]:
    """What somebody had signed, newest first."""
    return page(select(Credential).where(Credential.person_id == person.id), Credential.id, after=after, limit=limit)


def credential(serial: str) -> Credential | None:
    """The one at this address, while its holder is somebody."""
    query = select(Credential).join(Person, Person.id == Credential.person_id)
    return db.session.scalar(query.where(Credential.serial == serial, Person.state != "erased"))


def visible_credential(reader: Person | None, serial: str) -> Credential | None:
    """A signed badge for whoever knows its address; not while its topic or space is known to some people only."""
    signed = credential(serial)
    if signed is None or signed.person == reader:
        return signed
    rule = rule_version(signed.badge, signed.version)
    if rule is not None and not is_rule_for(rule, None):
        return None
    return signed if signed.topic_id is None or board.visible_topic_by_id(None, signed.topic_id) else None


def credential_for(award: Award) -> Credential | None:
    """The newest one for a badge that holds, and reaches as far as the badge now does."""
    query = select(Credential).where(_is_of(award), Credential.ends_at == award.ends_at, holds())
    if award.ends_at is None:
        query = select(Credential).where(_is_of(award), Credential.ends_at.is_(None), holds())
    return db.session.scalars(query.order_by(Credential.id.desc())).first()


def award_behind(signed: Credential) -> Award | None:
    """The badge that was signed, while it stands."""
    topic = Award.topic_id.is_(None) if signed.topic_id is None else Award.topic_id == signed.topic_id
    mine = (Award.person_id == signed.person_id, Award.badge == signed.badge, topic)
    return db.session.scalar(select(Award).where(*mine, is_standing()))


def is_withdrawn(award: Award) -> bool:
    """Whether somebody else took a signed one back since the badge was earned."""
    others = (Credential.revoked_by_id != award.person_id, Credential.revoked_at >= award.at)
    return db.session.scalar(select(Credential.id).where(_is_of(award), *others).limit(1)) is not None


def holds() -> ColumnElement[bool]:
    """The condition that a signed badge is as good as when it was signed: held still, by somebody, not revoked.

    While badges are counted anew, what held before is taken to be held.
    """
    same_topic = or_(Award.topic_id == Credential.topic_id, Award.topic_id.is_(None) & Credential.topic_id.is_(None))
    held = select(Award.id).where(
        Award.person_id == Credential.person_id, Award.badge == Credential.badge, same_topic, is_standing()
    )
    gone = select(Person.id).where(Person.id == Credential.person_id, Person.state == "erased")
    fresh = or_(Credential.ends_at.is_(None), Credential.ends_at > clock.now())
    return Credential.revoked_at.is_(None) & fresh & (held.exists() | Credential.kept) & ~gone.exists()


def is_anything_kept() -> bool:
    """Whether badges are, or were just, counted anew."""
    return db.session.scalar(select(Credential.id).where(Credential.kept).limit(1)) is not None


def does_hold(signed: Credential) -> bool:
    """Whether this one does."""
    return db.session.scalar(select(Credential.id).where(Credential.id == signed.id, holds())) is not None


def holding(least: int, below: int) -> Sequence[int]:
    """The numbers of those that hold, in a range."""
    query = select(Credential.id).where(Credential.id >= least, Credential.id < below, holds())
    return db.session.scalars(query).all()


def holding_among(ids: Sequence[int]) -> set[int]:
    """Which of these hold."""
    return set(db.session.scalars(select(Credential.id).where(Credential.id.in_(ids), holds()))) if ids else set()


def _is_of(award: Award) -> ColumnElement[bool]:
    topic = Credential.topic_id.is_(None) if award.topic_id is None else Credential.topic_id == award.topic_id
    return (Credential.person_id == award.person_id) & (Credential.badge == award.badge) & topic
