"""Journeys, what was shown and opened in them, and what contacts and answers cost."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model

TREATMENT = "treatment"
HOLDOUT = "holdout"
VIEW = "view"
# The reason of a message that is about nothing on the list.
OTHER = "other"
CLICK = "click"
BEGINNINGS = ("search", "ask", "contact", "embed")
# So many journeys of one place in an hour are worth a look: an office, or a program.
BUSY = 60


class Journey(Model):
    """One person's run of visits with a support need; `key` is a hash of the random cookie, `arm` drawn from it.

    `share` is what was held out when it was drawn; None of old ones, of which the setting and the trials say it.
    """

    __tablename__ = "journey"
    __table_args__ = (Index("ix_journey_opened_at", "opened_at"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(64), unique=True)
    began: Mapped[str] = mapped_column(String(10))
    arm: Mapped[str] = mapped_column(String(10))
    share: Mapped[float | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    identity_id: Mapped[int | None] = mapped_column(ForeignKey("identity.id"), index=True)
    is_staff: Mapped[bool] = mapped_column(default=False)
    is_bot: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    last_at: Mapped[datetime]


class Opening(Model):
    """How many journeys (or readers of questions, unless it `counts_journeys`) one source opened in an hour.

    `source` is a keyed hash of an address or a key and the hour. Beyond `most` none were opened; `count` went on.
    """

    __tablename__ = "opening"

    source: Mapped[str] = mapped_column(String(64), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    count: Mapped[int]
    most: Mapped[int]
    counts_journeys: Mapped[bool]


class Trial(Model):
    """A time from `starts_at` up to `ends_at` in which half of all journeys are held out, so that the answer comes
    sooner.
    """

    __tablename__ = "trial"

    id: Mapped[Id]
    share: Mapped[float]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200), default="")
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Exposure(Model):
    """An answered question shown (`view`) or opened (`click`) in a journey; the first time of each counts."""

    __tablename__ = "exposure"
    __table_args__ = (UniqueConstraint("journey_id", "subject", "way"), Index("ix_exposure_subject", "subject", "at"))

    id: Mapped[Id]
    journey_id: Mapped[int] = mapped_column(ForeignKey("journey.id"))
    subject: Mapped[str] = mapped_column(String(40))
    way: Mapped[str] = mapped_column(String(5))
    place: Mapped[str] = mapped_column(String(20), default="")
    position: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]


class Sighting(Model):
    """A member saw an idea on a day; what ranking counts as exposure."""

    __tablename__ = "sighting"
    __table_args__ = (UniqueConstraint("person_id", "idea_id", "day"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    day: Mapped[date] = mapped_column(Date)


class Reading(Model):
    """A visit read a question's page on a day; kept for two days, so that nobody counts twice as a reader."""

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("key", "question_id", "day"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(64))
    question_id: Mapped[int] = mapped_column(BigInteger)
    day: Mapped[date] = mapped_column(Date, index=True)


class Resolution(Model):
    """Somebody's word on what they read; `otherwise` is whether they would have contacted support without it."""

    __tablename__ = "resolution"
    __table_args__ = (UniqueConstraint("journey_id", "subject"), Index("ix_resolution_at", "at"))

    id: Mapped[Id]
    journey_id: Mapped[int] = mapped_column(ForeignKey("journey.id"))
    subject: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    solved: Mapped[bool] = mapped_column(default=True)
    otherwise: Mapped[bool | None]
    replied_at: Mapped[datetime | None]
    at: Mapped[datetime]


class Filing(Model):
    """What somebody wrote on the contact page, with what they had read before."""

    __tablename__ = "filing"

    id: Mapped[Id]
    support_key: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    journey_id: Mapped[int | None] = mapped_column(ForeignKey("journey.id"))
    email: Mapped[str] = mapped_column(String(254))
    title: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text)
    read: Mapped[list[Any]]
    filed_at: Mapped[datetime]
    person: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def url(self) -> str:
        """Its page, for the care team."""
        return self.page_of(self.id)

    @staticmethod
    def page_of(filing_id: int) -> str:
        """The same of one by its id."""
        return f"/contact/cases/{filing_id}"


class ContactReason(Model):
    """What one may write to support about: `label` as customers read it, `name` as the contact centre calls it."""

    __tablename__ = "contact_reason"

    id: Mapped[Id]
    label: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class ContactCost(Model):
    """What one contact by a channel costs, from a day on: about one reason, or about any ("")."""

    __tablename__ = "contact_cost"
    __table_args__ = (UniqueConstraint("channel", "reason", "since"),)

    id: Mapped[Id]
    channel: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(200), default="")
    amount: Mapped[float]
    currency: Mapped[str] = mapped_column(String(3))
    since: Mapped[date] = mapped_column(Date)
    set_by_id: Mapped[int | None] = mapped_column(BigInteger)


class AnswerRate(Model):
    """What an hour of answering costs, and how many minutes an answer takes, from a day on."""

    __tablename__ = "answer_rate"

    id: Mapped[Id]
    per_hour: Mapped[float]
    minutes: Mapped[float]
    currency: Mapped[str] = mapped_column(String(3))
    since: Mapped[date] = mapped_column(Date, unique=True)
    set_by_id: Mapped[int | None] = mapped_column(BigInteger)


class AnswerMonth(Model):
    """What was found out about a month of the answer board when it was posted in the ledger.

    `month` is its first day. `told` says whether the causal estimate tells of a saving or a loss; `missing` names what
    it lacks where there is none.
    """

    __tablename__ = "answer_month"

    id: Mapped[Id]
    month: Mapped[date] = mapped_column(Date, unique=True)
    told: Mapped[bool]
    contacts: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    missing: Mapped[list[Any]]
    reckoned_at: Mapped[datetime]


class ReportSubscription(Model):
    """Somebody wants the report by mail, weekly or monthly; `sent_for` is the first day of the last one sent."""

    __tablename__ = "report_subscription"
    __table_args__ = (UniqueConstraint("person_id", "every"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    every: Mapped[str] = mapped_column(String(10))
    since: Mapped[datetime]
    sent_for: Mapped[date | None] = mapped_column(Date)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
