"""Votes that a colleague cast for a customer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model
from app.ideas.models.ideas import Idea

SOURCES = ("call", "meeting", "mail", "chat", "event", "other")


class ProxyVote(Model):
    """Where a customer's vote came from: who cast it for them, and how they heard of it.

    The vote itself is the customer's own row in `vote`. It is theirs alone once `ended_at` is set: they voted
    themselves, or the vote was taken back, by whom `ended_by_id` says.
    """

    __tablename__ = "idea_proxy_vote"
    __table_args__ = (
        UniqueConstraint("idea_id", "person_id"),
        Index("ix_idea_proxy_vote_proxy_id_cast_at", "proxy_id", "cast_at"),
    )

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    proxy_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    source: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(String(300))
    cast_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    idea: Mapped[Idea] = relationship(lazy="select")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)
    proxy: Mapped[Person] = relationship(foreign_keys=[proxy_id], lazy="joined", innerjoin=True)
