"""Practice: answers that novices write to old questions for nobody but their mentor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.extensions import Id, Model

VERDICTS = ("ready", "not_yet")


class Practice(Model):
    """What somebody would have answered to an old question; one a person and question.

    A table of its own, so that no query for answers can ever count, show or find one. `first_body` is what was handed
    in before comparing, `body` what stands now; `answer_id` and `answer_version` are what it was compared with then,
    `rules` what would have held it in public, `points` those of the guidelines that its writer says it keeps.
    `verdict` is the standing remark's, empty while it waits for one.
    """

    __tablename__ = "practice"
    __table_args__ = (
        UniqueConstraint("person_id", "question_id"),
        Index("ix_practice_verdict_handed_in_at_id", "verdict", "handed_in_at", "id"),
    )

    id: Mapped[Id]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    first_body: Mapped[str] = mapped_column(Text)
    rules: Mapped[list[Any]]
    points: Mapped[list[Any]]
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))
    answer_version: Mapped[str] = mapped_column(String(20), default="")
    verdict: Mapped[str] = mapped_column(String(10), default="")
    handed_in_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def url(self) -> str:
        """Its page."""
        return f"/practice/{self.id}"

    @property
    def version(self) -> str:
        """Changes with the text, so that a remark can tell whether it is about the latest one."""
        return clock.mark(self.edited_at or self.handed_in_at)

    @property
    def is_revised(self) -> bool:
        """Whether it was written again after comparing."""
        return self.body != self.first_body


class Remark(Model):
    """What a mentor says of it; `ended_at` is when another one took its place or it was taken back."""

    __tablename__ = "practice_remark"
    __table_args__ = (Index("ix_practice_remark_practice_id_id", "practice_id", "id"),)

    id: Mapped[Id]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    mentor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    mentor: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
