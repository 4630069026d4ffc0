"""Badges, points, thanks and rewards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.extensions import Id, Model
from app.recognition.rules import Terms
from app.spaces.models import Space
from app.topics.models import Topic


class Award(Model):
    """A badge that somebody earned, with the evidence; an expert badge lapses when its evidence does.

    Its number is that of its `Honour`, so that its address outlives a rebuild.
    """

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("person_id", "badge", "topic_id"),
        Index("ix_award_person_id_at", "person_id", "at"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    badge: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(default=1)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    evidence: Mapped[list[Any]]
    at: Mapped[datetime]
    lapsed_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]

    @property
    def stands(self) -> bool:
        """Whether it is held now: it neither lapsed nor is its evidence too old."""
        return self.lapsed_at is None and (self.ends_at is None or self.ends_at > clock.now())


class Honour(Model):
    """That a badge was ever somebody's: its number, and what they were told of it. No rebuild touches it.

    `told_version` is the newest version of the badge that they were told of, 0 for none; `is_due` says that it changed
    and they may have to be told.
    """

    __tablename__ = "badge_honour"
    __table_args__ = (
        UniqueConstraint("person_id", "badge", "topic_id"),
        Index("ix_badge_honour_is_due", "is_due", "id"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    badge: Mapped[str] = mapped_column(String(40))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    told_version: Mapped[int] = mapped_column(default=0)
    told_lost: Mapped[bool] = mapped_column(default=False)
    is_due: Mapped[bool] = mapped_column(default=True)


class BadgeRule(Model):
    """One version of a badge that stewards defined: so many deeds of a kind, from so many people, in so many days.

    A draft has no `from_at`; from then on until `until_at` it is in force. Whoever reached a version while it was in
    force holds the badge by it, also by what they did before: later versions take nothing away. What was said of a
    version that was in force is never changed, since signed badges point to it.
    """

    __tablename__ = "badge_rule"
    __table_args__ = (UniqueConstraint("key", "version"), Index("ix_badge_rule_kind", "kind", "from_at"))

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    least: Mapped[int]
    people: Mapped[int]
    within_days: Mapped[int | None]
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    from_at: Mapped[datetime | None]
    until_at: Mapped[datetime | None]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id], lazy="joined", innerjoin=True)
    space: Mapped[Space | None] = relationship(lazy="joined")
    topic: Mapped[Topic | None] = relationship(lazy="joined")

    @property
    def state(self) -> str:
        """A draft, on, or off."""
        if self.from_at is None:
            return "draft"
        return "on" if self.until_at is None else "off"

    @property
    def url(self) -> str:
        """Where stewards read and switch it."""
        return f"/badges/manage/{self.id}"

    @property
    def terms(self) -> Terms:
        """What it asks for, as it is reckoned."""
        within = None if self.within_days is None else timedelta(days=self.within_days)
        return Terms(self.least, self.people, within)


class Tally(Model):
    """What one person did that counts, and the points it is worth."""

    __tablename__ = "tally"
    __table_args__ = (Index("ix_tally_points", "points", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    answers: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    verified: Mapped[int] = mapped_column(default=0)
    helpful: Mapped[int] = mapped_column(default=0)
    ideas: Mapped[int] = mapped_column(default=0)
    launched: Mapped[int] = mapped_column(default=0)
    points: Mapped[int] = mapped_column(default=0)


class PointLine(Model):
    """One line of somebody's points: earned by an event, spent on a reward, or returned.

    `key` is one a reason for ever, so that a replay and a double click write nothing twice. `void` says why a line does
    not count: what it was for was taken down, or it was made and not earned (`gaming`).
    """

    __tablename__ = "point_line"
    __table_args__ = (
        Index("ix_point_line_person", "person_id", "at"),
        Index("ix_point_line_at", "at", "person_id"),
        Index("ix_point_line_subject", "subject"),
    )

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(120), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    points: Mapped[int]
    subject: Mapped[str] = mapped_column(String(80))
    page: Mapped[str] = mapped_column(String(80), default="")
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    giver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    void: Mapped[str] = mapped_column(String(10), default="")


class Credential(Model):
    """A badge that its holder had signed, to show elsewhere; its address is known to whoever they show it to.

    It names the badge, not the award, since awards are made anew when the book is replayed. Whether it holds follows
    from the award at any time, but that while the book is replayed one that held is `kept`; `revoked_at` says that it
    was taken back besides.
    """

    __tablename__ = "badge_credential"
    __table_args__ = (
        Index("ix_badge_credential_person", "person_id", "id"),
        Index("ix_badge_credential_badge", "badge", "topic_id"),
    )

    id: Mapped[Id]
    serial: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    badge: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    name: Mapped[str] = mapped_column(String(120))
    token: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    kept: Mapped[bool] = mapped_column(default=False)
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)

    @property
    def url(self) -> str:
        """Where whoever knows it verifies it."""
        return f"/badges/{self.serial}"


class Discretion(Model):
    """Somebody's wish to stand in no list of who leads."""

    __tablename__ = "recognition_discretion"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime]


class Thanks(Model):
    """A word of thanks for an answer, once a person."""

    __tablename__ = "thanks"
    __table_args__ = (UniqueConstraint("person_id", "answer_id"), Index("ix_thanks_to", "to_id", "id"))

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    word: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)


class Reward(Model):
    """Something tangible for points; `stock` is how many are left, None for as many as are wanted."""

    __tablename__ = "reward"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(500), default="")
    kind: Mapped[str] = mapped_column(String(10))
    audience: Mapped[str] = mapped_column(String(10))
    cost: Mapped[int]
    stock: Mapped[int | None]
    is_open: Mapped[bool] = mapped_column(default=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class RewardOrder(Model):
    """A reward somebody asked for; the points are spent at once, and come back where it is refused or called off.

    `once` names whose form it was asked for with, so that a double click asks once.
    """

    __tablename__ = "reward_order"
    __table_args__ = (
        Index("ix_reward_order_state", "state", "id"),
        Index("ix_reward_order_person", "person_id", "id"),
    )

    id: Mapped[Id]
    reward_id: Mapped[int] = mapped_column(ForeignKey("reward.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cost: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    note: Mapped[str] = mapped_column(Text, default="")
    once: Mapped[str | None] = mapped_column(String(80), unique=True)
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reward: Mapped[Reward] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)
