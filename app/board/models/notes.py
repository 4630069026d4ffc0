"""What colleagues say to each other about a question."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.board.models.questions import Question
from app.extensions import Id, Model


class QuestionNote(Model):
    """An internal note: a table of its own, so that no query for comments or answers can ever show one."""

    __tablename__ = "question_note"
    __table_args__ = (Index("ix_question_note_question_id_id", "question_id", "id"),)

    id: Mapped[Id]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    author: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    question: Mapped[Question] = relationship(lazy="select")
