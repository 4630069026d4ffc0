"""Rounds over a shortlist: points to spread, or pairs to choose from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy import String as Words
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.extensions import Id, Model
from app.ideas.models.challenges import Challenge
from app.ideas.models.ideas import Idea

BUDGET, PAIRS = "budget", "pairs"
ROUND_KINDS = (BUDGET, PAIRS)


class Round(Model):
    """A question over some ideas of a challenge, blind until it ends; `cap` is the most points on one idea, if any.

    `part_count` is how many took part.
    """

    __tablename__ = "idea_round"

    id: Mapped[Id]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), index=True)
    kind: Mapped[str] = mapped_column(Words(10))
    title: Mapped[str] = mapped_column(Words(160))
    points: Mapped[int] = mapped_column(default=0)
    cap: Mapped[int | None]
    part_count: Mapped[int] = mapped_column(default=0)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)

    @property
    def url(self) -> str:
        """Its page."""
        return f"/rounds/{self.id}"

    @property
    def is_open(self) -> bool:
        """Whether one can take part now."""
        return self.opens_at <= clock.now() < self.closes_at

    @property
    def is_over(self) -> bool:
        """Whether its results are for everybody."""
        return clock.now() >= self.closes_at


class RoundIdea(Model):
    """An idea of a round."""

    __tablename__ = "idea_round_idea"

    round_id: Mapped[int] = mapped_column(ForeignKey("idea_round.id"), primary_key=True, autoincrement=False)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True, autoincrement=False)
    idea: Mapped[Idea] = relationship(lazy="joined", innerjoin=True)


class RoundPart(Model):
    """Somebody who took part; the row that their answers in a round take turns on."""

    __tablename__ = "idea_round_part"

    round_id: Mapped[int] = mapped_column(ForeignKey("idea_round.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class Allocation(Model):
    """The points that somebody gave an idea."""

    __tablename__ = "idea_allocation"
    __table_args__ = (UniqueConstraint("round_id", "person_id", "idea_id"), CheckConstraint("points > 0", "points"))

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("idea_round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    points: Mapped[int]


class Comparison(Model):
    """Which of two ideas somebody preferred; `low_id` is the smaller number, `winner_id` None where they skipped."""

    __tablename__ = "idea_comparison"
    __table_args__ = (UniqueConstraint("round_id", "person_id", "low_id", "high_id"),)

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("idea_round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    low_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    high_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    winner_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"))
    at: Mapped[datetime]
