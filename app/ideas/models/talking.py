"""What people say about ideas beside comments: questions to the author, and endorsements."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.discussion.models import Comment
from app.extensions import Id, Model
from app.ideas.models.ideas import Idea


class AuthorQuestion(Model):
    """A comment that asks the authors something; `answered_at` is None while it waits for them."""

    __tablename__ = "idea_question"
    __table_args__ = (Index("ix_idea_question_idea_id_answered_at", "idea_id", "answered_at"),)

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), unique=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    answered_at: Mapped[datetime | None]
    comment: Mapped[Comment] = relationship(foreign_keys=[comment_id], lazy="joined", innerjoin=True)
    idea: Mapped[Idea] = relationship(lazy="select")


class Endorsement(Model):
    """Somebody with standing says in public, in one sentence, why an idea is right; never counted as a vote."""

    __tablename__ = "idea_endorsement"
    __table_args__ = (UniqueConstraint("idea_id", "person_id"),)

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    why: Mapped[str] = mapped_column(String(300))
    standing: Mapped[str] = mapped_column(String(80))
    endorsed_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
