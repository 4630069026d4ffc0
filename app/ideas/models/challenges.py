"""Challenges: what is asked, of whom, when, and how answers are judged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.extensions import Id, Model
from app.spaces.models import Space

DEFAULT_RUBRIC: list[dict[str, Any]] = [
    {"key": "fit", "name": "Strategic fit", "weight": 2, "help": "Does it serve what we set out to do?"},
    {"key": "value", "name": "Customer value", "weight": 3, "help": "How much better off is the customer?"},
    {"key": "feasibility", "name": "Feasibility", "weight": 2, "help": "Can we do it with what we have?"},
    {"key": "cost", "name": "Cost", "weight": 1, "help": "5 is cheap, 1 is dear."},
    {"key": "risk", "name": "Risk", "weight": 1, "help": "5 is safe, 1 is risky."},
]


class Challenge(Model):
    """A question the company puts to people: brief, dates, audience, rubric."""

    __tablename__ = "challenge"
    __table_args__ = (Index("ix_challenge_closes_at", "closes_at", "id"),)

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(160))
    brief: Mapped[str] = mapped_column(Text)
    brief_html: Mapped[str] = mapped_column(Text)
    sponsor: Mapped[str] = mapped_column(String(120), default="")
    goal: Mapped[str] = mapped_column(String(300), default="")
    rules: Mapped[str] = mapped_column(Text, default="")
    reward: Mapped[str] = mapped_column(String(300), default="")
    audience: Mapped[str] = mapped_column(String(10), default="public")
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    blind: Mapped[bool] = mapped_column(default=False)
    rubric: Mapped[list[Any]]
    prior_votes: Mapped[float] = mapped_column(default=1.0)
    prior_passes: Mapped[float] = mapped_column(default=9.0)
    idea_count: Mapped[int] = mapped_column(default=0)
    vote_count: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    space: Mapped[Space] = relationship(lazy="joined", innerjoin=True)

    @property
    def url(self) -> str:
        """Its page."""
        return f"/challenges/{self.slug}"

    @property
    def is_open(self) -> bool:
        """Whether ideas and votes are taken now."""
        return self.opens_at <= clock.now() < self.closes_at

    def allows(self, deed: str) -> bool:
        """Whether a deed (submit, discuss, vote, review, decide) may be done now."""
        return self.is_open if deed in {"submit", "vote"} else True

    @property
    def hides_votes(self) -> bool:
        """Whether counts are hidden now: a blind challenge that has not closed."""
        return self.blind and clock.now() < self.closes_at

    @property
    def days_left(self) -> int:
        """Whole days until it closes; never negative."""
        return max(0, (self.closes_at - clock.now()).days)

    @property
    def elapsed_share(self) -> float:
        """How much of its time has passed, 0 to 1."""
        whole = (self.closes_at - self.opens_at).total_seconds() or 1.0
        return min(1.0, max(0.0, (clock.now() - self.opens_at).total_seconds() / whole))
