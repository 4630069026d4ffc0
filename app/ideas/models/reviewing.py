"""What subject-matter experts make of ideas."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model


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
