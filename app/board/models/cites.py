"""Which earlier answers an answer rests on."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model


class AnswerCite(Model):
    """An answer links to, or took its text from, an earlier one."""

    __tablename__ = "answer_cite"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), primary_key=True)
    cited_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), primary_key=True, index=True)
