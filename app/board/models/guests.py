"""Questions of visitors that wait for a link in a mail to be followed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Id, Model
from app.spaces.models import Space


class Proposal(Model):
    """A question that nobody sees until whoever has the address confirms it; of the link only a hash is kept."""

    __tablename__ = "proposal"

    id: Mapped[Id]
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    topics: Mapped[list[Any]]
    private: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[str] = mapped_column(String(40), default="site")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    space: Mapped[Space] = relationship(lazy="joined", innerjoin=True)
