"""Comments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model

SHOWN = "published"


class Comment(Model):
    """A remark beneath something; `state` is published, held, hidden or removed."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_kind_subject_id_id", "kind", "subject_id", "id"),)

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(BigInteger)
    page: Mapped[str] = mapped_column(String(40))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=SHOWN)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    posted_at: Mapped[datetime]
    author: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
