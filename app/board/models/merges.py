"""Duplicates, and the questions they went into."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.board.models.questions import Question
from app.extensions import Id, Model


class QuestionMerge(Model):
    """One duplicate's merge; `carried` are the people whose "same here" counts at the other question because of it."""

    __tablename__ = "question_merge"

    id: Mapped[Id]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), unique=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    carried: Mapped[list[Any]]
    merged_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    merged_at: Mapped[datetime]
    question: Mapped[Question] = relationship(foreign_keys=[question_id], lazy="joined", innerjoin=True)
