"""Topics, and each person's weight in each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Id, Model
from app.topics.weight import lasts_until


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


class Expertise(Model):
    """What one person's answers show they know of one topic.

    `good` and `total` are sums of evidence decayed to `as_of` (half-life 180 days); `weight` is the lower 20 % quantile
    of the posterior, for routing; `appointed_by_id` marks an expert by appointment rather than by evidence.
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

    @property
    def is_expert(self) -> bool:
        """Appointed, or shown by enough recent good answers."""
        return self.appointed_by_id is not None or (self.weight >= EXPERT_WEIGHT and self.total >= EXPERT_EVIDENCE)

    @property
    def expert_until(self) -> datetime | None:
        """When it lapses if no evidence is added; None for an appointment, which does not."""
        if self.appointed_by_id is not None:
            return None
        return lasts_until(
            min(self.good, self.total), self.total, self.as_of,
            weight_at_least=EXPERT_WEIGHT, total_at_least=EXPERT_EVIDENCE,
        )  # fmt: skip


EXPERT_WEIGHT = 0.6
EXPERT_EVIDENCE = 4.0
