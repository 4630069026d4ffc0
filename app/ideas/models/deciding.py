"""What the innovation team does with ideas."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model


class Move(Model):
    """One step of an idea from stage to stage, with the reason that everybody reads; one taken back stays on record."""

    __tablename__ = "idea_move"

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    from_stage: Mapped[str] = mapped_column(String(20))
    to_stage: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    moved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    moved_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    moved_by: Mapped[Person] = relationship(foreign_keys=[moved_by_id], lazy="joined", innerjoin=True)
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])


class Merge(Model):
    """A merge that stands: which votes it carried over, so that undoing it takes back exactly those."""

    __tablename__ = "idea_merge"

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), unique=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    carried: Mapped[list[Any]]
    merged_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    merged_at: Mapped[datetime]
