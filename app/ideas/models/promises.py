"""What people are promised: an answer by a date to every idea that enough of them want."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model


class Promise(Model):
    """When an idea is owed an answer, and how soon, of a space or of a challenge (`space:3`, `challenge:7`).

    `measure` is `votes` (at least `threshold` of them) or `percentile` (more votes than `threshold` % of its
    challenge's ideas); `days` are working days. A challenge's own promise stands before its space's.
    """

    __tablename__ = "answer_promise"

    id: Mapped[Id]
    scope: Mapped[str] = mapped_column(String(40), unique=True)
    measure: Mapped[str] = mapped_column(String(10))
    threshold: Mapped[int]
    days: Mapped[int]
    set_at: Mapped[datetime]


class HoldingAnswer(Model):
    """A public word that the answer takes longer: why, and until when now."""

    __tablename__ = "holding_answer"

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    was_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    given_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class OfficialResponse(Model):
    """What the team says to an idea, pinned on top of it; earlier versions are kept in `history`, oldest first."""

    __tablename__ = "official_response"

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), unique=True)
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    history: Mapped[list[Any]]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    given_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
