"""Challenges, ideas, and what becomes of them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock, text
from app.extensions import Id, Model
from app.spaces.models import Space

# Stage -> its fixed kind; a space's own names for stages map onto the same kinds.
STAGES = {
    "submitted": "open",
    "shortlisted": "open",
    "in_review": "review",
    "approved": "decided",
    "in_pilot": "doing",
    "launched": "done",
    "declined": "closed",
}
SHOWN = "shown"
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


class Idea(Model):
    """An answer to a challenge; `hold` is shown, held, hidden or removed. Counters and sort keys live on the row."""

    __tablename__ = "idea"
    __table_args__ = (
        Index("ix_idea_challenge_top", "challenge_id", "top_key", "id"),
        Index("ix_idea_top", "top_key", "id"),
        Index("ix_idea_hot", "hot_key", "id"),
        Index("ix_idea_discover", "discover_key", "id"),
        Index("ix_idea_comments", "comment_count", "id"),
        Index("ix_idea_stage", "stage", "id"),
    )

    id: Mapped[Id]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(20), default="submitted")
    hold: Mapped[str] = mapped_column(String(10), default=SHOWN)
    vote_count: Mapped[int] = mapped_column(default=0)
    exposed_count: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    review_count: Mapped[int] = mapped_column(default=0)
    top_key: Mapped[float] = mapped_column(default=0.0)
    hot_key: Mapped[int] = mapped_column(BigInteger, default=0)
    discover_key: Mapped[float] = mapped_column(default=0.0)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"), index=True)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    submitted_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)
    space: Mapped[Space] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def url(self) -> str:
        """Its page."""
        return f"/ideas/{self.id}/{text.slug(self.title)}"

    @property
    def kind(self) -> str:
        """The fixed kind of its stage."""
        return STAGES[self.stage]


class Review(Model):
    """One subject-matter expert's judgement of one idea; earlier versions are kept in `history`."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("idea_id", "reviewer_id"),)

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    scores: Mapped[dict[str, Any]]
    reasons: Mapped[dict[str, Any]]
    conflict: Mapped[str | None] = mapped_column(String(300))
    history: Mapped[list[Any]]
    filed_at: Mapped[datetime]
    reviewer: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Move(Model):
    """One step of an idea from stage to stage, with the reason that everybody reads."""

    __tablename__ = "idea_move"

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    from_stage: Mapped[str] = mapped_column(String(20))
    to_stage: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    moved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    moved_at: Mapped[datetime]
    moved_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Merge(Model):
    """A merge that stands: which votes it carried over, so that undoing it takes back exactly those."""

    __tablename__ = "idea_merge"

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), unique=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    carried: Mapped[list[Any]]
    merged_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    merged_at: Mapped[datetime]


class LedgerLine(Model):
    """What an idea cost or brought, forecast or realised, with the evidence and who attested it."""

    __tablename__ = "ledger_line"

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    basis: Mapped[str] = mapped_column(String(10))
    amount: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    currency: Mapped[str] = mapped_column(String(3))
    date: Mapped[date] = mapped_column(Date)
    evidence: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
