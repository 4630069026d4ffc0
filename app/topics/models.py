"""Topics, and each person's weight in each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.extensions import Id, Model
from app.topics.weight import decay, lasts_until
from app.topics.weight import weight as lower_bound


class Topic(Model):
    """Something that questions are about."""

    __tablename__ = "topic"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(300), default="")

    @property
    def url(self) -> str:
        """Its page."""
        return f"/topics/{self.slug}"


class TopicAlias(Model):
    """A slug that a topic went by, which leads to it as long as no other topic goes by it."""

    __tablename__ = "topic_alias"

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)


class Expertise(Model):
    """What one person's answers show they know of one topic.

    `good` and `total` are sums of evidence decayed to `as_of` (half-life 180 days); `weight` is the lower 20 % quantile
    of the posterior then, by which lists are ordered; what counts today is `weight_now`. `expert_until` is when the
    evidence will be too old for an expert, None where it does not make one; `appointed_by_id` marks one by appointment.
    """

    __tablename__ = "expertise"
    __table_args__ = (
        UniqueConstraint("topic_id", "person_id"),
        Index("ix_expertise_topic_weight", "topic_id", "weight"),
    )

    id: Mapped[Id]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    good: Mapped[float] = mapped_column(default=0.0)
    total: Mapped[float] = mapped_column(default=0.0)
    as_of: Mapped[datetime]
    weight: Mapped[float] = mapped_column(default=0.0)
    answer_count: Mapped[int] = mapped_column(default=0)
    accepted_count: Mapped[int] = mapped_column(default=0)
    verified_count: Mapped[int] = mapped_column(default=0)
    helpful_count: Mapped[int] = mapped_column(default=0)
    appointed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expert_until: Mapped[datetime | None]

    @property
    def is_expert(self) -> bool:
        """Appointed, or shown by enough recent good answers, as that stands now."""
        return self.appointed_by_id is not None or (self.expert_until is not None and self.expert_until > clock.now())

    @property
    def weight_now(self) -> float:
        """The routing weight as the evidence has faded by now; 0 without any."""
        good, total = decay(self.good, self.total, self.as_of, clock.now())
        return lower_bound(min(good, total), total) if total > 0 else 0.0

    def reckon(self) -> None:
        """Say anew what the sums are worth, and until when they make an expert."""
        good = min(self.good, self.total)
        self.weight = lower_bound(good, self.total) if self.total > 0 else 0.0
        shows = self.weight >= EXPERT_WEIGHT and self.total >= EXPERT_EVIDENCE
        bounds = {"weight_at_least": EXPERT_WEIGHT, "total_at_least": EXPERT_EVIDENCE}
        self.expert_until = lasts_until(good, self.total, self.as_of, **bounds) if shows else None


def is_expert_now() -> ColumnElement[bool]:
    """The condition that somebody is an expert by their row now: what `Expertise.is_expert` says, as SQL."""
    return or_(Expertise.appointed_by_id.is_not(None), Expertise.expert_until > clock.now())


EXPERT_WEIGHT = 0.6
EXPERT_EVIDENCE = 4.0
