"""What an idea must meet before it enters a stage, and who waived what of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model


class Gate(Model):
    """The criteria before one stage, of a space or of a challenge (`scope` is `space:3` or `challenge:7`).

    Each criterion is a mapping with `key`, `type`, `firm` (only who runs the space may waive it), and by its type
    `least` (a number), `rubric` (a criterion's key), `person_id` or `text`.
    """

    __tablename__ = "gate"
    __table_args__ = (UniqueConstraint("scope", "stage"),)

    id: Mapped[Id]
    scope: Mapped[str] = mapped_column(String(40))
    stage: Mapped[str] = mapped_column(String(20))
    criteria: Mapped[list[Any]]


class Tick(Model):
    """Somebody says that a criterion is met which no figure can tell: a free one, or their own sign-off."""

    __tablename__ = "gate_tick"
    __table_args__ = (UniqueConstraint("idea_id", "criterion"),)

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    criterion: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text)
    ticked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ticked_at: Mapped[datetime]
    ticked_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Waiver(Model):
    """One criterion that one idea need not meet to enter one stage, and who says so and why; `what` is its wording."""

    __tablename__ = "gate_waiver"
    __table_args__ = (UniqueConstraint("idea_id", "stage", "criterion"),)

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    stage: Mapped[str] = mapped_column(String(20))
    criterion: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(String(300))
    reason: Mapped[str] = mapped_column(Text)
    waived_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    waived_at: Mapped[datetime]
    waived_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
