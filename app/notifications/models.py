"""Who follows what, and what they were told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Id, Model


class Follow(Model):
    """Somebody wants to hear of a subject such as `idea:7`; `came_with` says what made them: a merged
    duplicate, or their vote.
    """

    __tablename__ = "follow"
    __table_args__ = (UniqueConstraint("person_id", "subject"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject: Mapped[str] = mapped_column(String(60), index=True)
    since: Mapped[datetime]
    muted: Mapped[bool] = mapped_column(default=False)
    came_with: Mapped[str | None] = mapped_column(String(60))


class Circular(Model):
    """Something that very many are told, some at a time: `after_id` is the last person who was. Gone once all were.

    `people` are their ids, ascending; with `readers_only` those who may see its subject when their turn comes hear it.
    """

    __tablename__ = "circular"

    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(BigInteger)
    people: Mapped[list[Any]]
    readers_only: Mapped[bool]
    after_id: Mapped[int] = mapped_column(BigInteger, default=0)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(60))
    url: Mapped[str] = mapped_column(String(300))
    params: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class Notification(Model):
    """One thing that one person was told, once per event."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("person_id", "entry_id"),
        Index("ix_notification_person_id_id", "person_id", "id"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entry_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(60))
    url: Mapped[str] = mapped_column(String(300))
    params: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
