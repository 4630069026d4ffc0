"""Challenges: what is asked, of whom, when, and how answers are judged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.extensions import Id, Model
from app.ideas.models.audiences import ChosenSegment
from app.ideas.models.phases import ALWAYS, Phase
from app.ideas.ranking import DEFAULT_PRIOR
from app.spaces.models import Space

# When a board that is always open closes: a moment that every database holds and every order by it takes as the last.
NEVER = datetime(9000, 1, 1, tzinfo=UTC)
AUDIENCES = ("internal", "segments", "public")
# How long a blind challenge hides its counts: from whom has not voted, from everybody, or for its first hours.
BLIND_RULES = ("voted", "whole", "hours")
DEFAULT_RUBRIC: list[dict[str, Any]] = [
    {"key": "fit", "name": "Strategic fit", "weight": 2, "help": "Does it serve what we set out to do?"},
    {"key": "value", "name": "Customer value", "weight": 3, "help": "How much better off is the customer?"},
    {"key": "feasibility", "name": "Feasibility", "weight": 2, "help": "Can we do it with what we have?"},
    {"key": "cost", "name": "Cost", "weight": 1, "help": "5 is cheap, 1 is dear."},
    {"key": "risk", "name": "Risk", "weight": 1, "help": "5 is safe, 1 is risky."},
]


class Challenge(Model):
    """A question the company puts to people: brief, dates, audience, rubric.

    With phases, `opens_at` is when the first begins and `closes_at` when the last ends. `open_told_at` and
    `close_told_at` are when that was announced. A cap is the most ideas or votes of one person; None is no cap.
    `ranks_blind` is whether its ideas rank as if unseen.
    """

    __tablename__ = "challenge"
    __table_args__ = (
        Index("ix_challenge_closes_at", "closes_at", "id"),
        Index("ix_challenge_open_told_at", "open_told_at"),
        Index("ix_challenge_close_told_at", "close_told_at"),
    )

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
    blind_rule: Mapped[str] = mapped_column(String(10), default="voted", server_default="voted")
    blind_hours: Mapped[int | None]
    ranks_blind: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Who took part, counted now and then where there are many ideas: who wrote, and with who voted.
    writer_count: Mapped[int] = mapped_column(default=0)
    people_count: Mapped[int] = mapped_column(default=0)
    people_counted_at: Mapped[datetime | None]
    allows_anonymous: Mapped[bool] = mapped_column(default=False)
    allows_private: Mapped[bool] = mapped_column(default=False)
    rubric: Mapped[list[Any]]
    rubric_version: Mapped[int] = mapped_column(default=1)
    reviews_held: Mapped[bool] = mapped_column(default=False)
    fitted_votes: Mapped[float] = mapped_column("prior_votes", default=DEFAULT_PRIOR.a)
    fitted_passes: Mapped[float] = mapped_column("prior_passes", default=DEFAULT_PRIOR.b)
    idea_count: Mapped[int] = mapped_column(default=0)
    vote_count: Mapped[int] = mapped_column(default=0)
    idea_cap: Mapped[int | None]
    vote_cap: Mapped[int | None]
    open_told_at: Mapped[datetime | None]
    close_told_at: Mapped[datetime | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    space: Mapped[Space] = relationship(lazy="joined", innerjoin=True)
    phases: Mapped[list[Phase]] = relationship(lazy="selectin", order_by=Phase.starts_at, cascade="all, delete-orphan")
    chosen: Mapped[list[ChosenSegment]] = relationship(order_by=ChosenSegment.segment, cascade="all, delete-orphan")

    @property
    def url(self) -> str:
        """Its page."""
        return f"/challenges/{self.slug}"

    @property
    def segments(self) -> list[str]:
        """The segments it is for, where it is for chosen ones."""
        return [chosen.segment for chosen in self.chosen]

    @property
    def is_standing(self) -> bool:
        """Whether it is a board that is always open."""
        return self.closes_at >= NEVER

    @property
    def is_open(self) -> bool:
        """Whether ideas or votes are taken now."""
        return self.allows("submit") or self.allows("vote")

    @property
    def is_running(self) -> bool:
        """Whether it has begun and not ended."""
        return self.opens_at <= clock.now() < self.closes_at

    @property
    def phase(self) -> Phase | None:
        """The phase that is now."""
        return next((phase for phase in self.phases if phase.runs), None)

    @property
    def next_phase(self) -> Phase | None:
        """The phase that begins next."""
        return next((phase for phase in self.phases if phase.state == "ahead"), None)

    def allows(self, deed: str) -> bool:
        """Whether a deed (submit, discuss, vote, review, decide) may be done now."""
        if self.phases:
            return deed in (self.phase.deeds if self.phase else ALWAYS)
        return self.is_running or deed in ALWAYS

    def allows_from(self, deed: str) -> datetime | None:
        """When a deed that may not be done now may be done next; None if never."""
        now = clock.now()
        starts = [phase.starts_at for phase in self.phases if deed in phase.deeds]
        if self.phases and deed in ALWAYS:
            begins = {phase.starts_at for phase in self.phases}
            starts += [phase.ends_at for phase in self.phases if phase.ends_at not in begins]
        elif not self.phases:
            starts = [self.opens_at]
        return min((start for start in starts if start > now), default=None)

    @property
    def votes_until(self) -> datetime:
        """When the last vote can be cast."""
        return max((phase.ends_at for phase in self.phases if "vote" in phase.deeds), default=self.closes_at)

    @property
    def hides_votes(self) -> bool:
        """Whether counts are hidden now: a blind challenge in which votes may still be cast, or its first hours."""
        return self.blind and clock.now() < self.blind_until

    @property
    def blind_until(self) -> datetime:
        """When a blind challenge shows its counts to all."""
        if self.blind_rule != "hours" or self.blind_hours is None:
            return self.votes_until
        starts = min((phase.starts_at for phase in self.phases if "vote" in phase.deeds), default=self.opens_at)
        return min(self.votes_until, starts + timedelta(hours=self.blind_hours))

    @property
    def prior_votes(self) -> float:
        """Votes of the prior that its ideas rank by; the usual prior while counts are hidden.

        One fitted to them would move all its ideas up or down among those of other challenges, and so tell their sum.
        """
        return DEFAULT_PRIOR.a if self.hides_votes else self.fitted_votes

    @prior_votes.setter
    def prior_votes(self, votes: float) -> None:
        self.fitted_votes = votes

    @property
    def prior_passes(self) -> float:
        """The same for who saw an idea and did not vote."""
        return DEFAULT_PRIOR.b if self.hides_votes else self.fitted_passes

    @prior_passes.setter
    def prior_passes(self, passes: float) -> None:
        self.fitted_passes = passes

    @property
    def days_left(self) -> int:
        """Whole days until it closes; never negative, and of no meaning for a board that is always open."""
        return max(0, (self.closes_at - clock.now()).days)

    @property
    def elapsed_share(self) -> float:
        """How much of its time has passed, 0 to 1."""
        whole = (self.closes_at - self.opens_at).total_seconds() or 1.0
        return min(1.0, max(0.0, (clock.now() - self.opens_at).total_seconds() / whole))
