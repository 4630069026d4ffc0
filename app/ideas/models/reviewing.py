"""What subject-matter experts make of ideas."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model


class Review(Model):
    """One subject-matter expert's judgement of one idea; earlier versions are kept in `history`.

    `rubric` holds the criteria it was filed by once the challenge's own have changed; `ties` the kinds of closeness
    that were known when it was filed, `statement` why the reviewer judged all the same.
    """

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("idea_id", "reviewer_id"),)

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    scores: Mapped[dict[str, Any]]
    reasons: Mapped[dict[str, Any]]
    conflict: Mapped[str | None] = mapped_column(String(300))
    statement: Mapped[str | None] = mapped_column(String(300))
    ties: Mapped[list[Any]]
    rubric: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    history: Mapped[list[Any]]
    filed_at: Mapped[datetime]
    reviewer: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
