"""Comments, and drafts of what is being written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model

SHOWN = "published"


class Comment(Model):
    """A remark beneath something; `state` is published, held, hidden or removed, `channel` the way it came.

    A reply belongs to the thread of the comment at its head, `thread_id`; that comment itself has none.
    """

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_kind_subject_id_id", "kind", "subject_id", "id"),)

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(BigInteger)
    page: Mapped[str] = mapped_column(String(40))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=SHOWN)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    channel: Mapped[str] = mapped_column(String(20), default="site")
    posted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    author: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class CommentVersion(Model):
    """What a comment said before it was edited, and since when."""

    __tablename__ = "comment_version"

    id: Mapped[Id]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]


class Draft(Model):
    """A form as somebody left it; `place` names the form, such as `question:new` or `answer:12`.

    `version` grows with every save, so that an older text never overwrites a newer one. A draft that was posted or
    discarded keeps its row for a while, empty and one version on, so that a save that comes late cannot bring it back.
    """

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("person_id", "place"),
        Index("ix_draft_person_id_saved_at", "person_id", "saved_at"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    place: Mapped[str] = mapped_column(String(60))
    fields: Mapped[dict[str, Any]]
    version: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]

    @property
    def words(self) -> str:
        """What was written, for a line of a list."""
        texts = [self.fields.get(name) for name in ("title", "body")]
        return " ".join(text for text in texts if isinstance(text, str) and text.strip())
