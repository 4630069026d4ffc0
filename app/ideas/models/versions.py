"""The words that ideas had before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model


class IdeaVersion(Model):
    """Words and answers that stood from `written_at` until somebody replaced them, with the reason that was given.

    Words that somebody other than an author replaced, or that were never let out by a moderator, are `is_closed`: for
    the authors and those who moderate, not for everybody.
    """

    __tablename__ = "idea_version"

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    form_id: Mapped[int | None] = mapped_column(ForeignKey("challenge_form.id"))
    answers: Mapped[dict[str, Any]]
    written_at: Mapped[datetime]
    replaced_at: Mapped[datetime]
    replaced_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_author: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    is_closed: Mapped[bool] = mapped_column(default=False)
    replaced_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
