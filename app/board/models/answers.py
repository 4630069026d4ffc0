"""Answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.board.models.questions import EDIT_WINDOW, Question
from app.core import clock
from app.extensions import Id, Model

ANSWER_STATES = ("published", "waiting", "sent_back", "held", "hidden", "removed")
PUBLISHED = "published"
QUESTIONED = 3


class Answer(Model):
    """An answer; `state`: published, waiting (for a mentor), sent_back, held (by a rule), hidden, removed.

    `basis` says under which guidelines and by which certificate it was given, `note` what a mentor sent it back with,
    `once` which form it was posted with, `reuse_count` how many later answers rest on it; `rank` is its place among the
    others (app.board.standing), `reader_count` who saw it, once a visit and day.
    """

    __tablename__ = "answer"
    __table_args__ = (
        Index("ix_answer_question_id_state", "question_id", "state"),
        Index("ix_answer_author_id_posted_at", "author_id", "posted_at"),
        Index("ix_answer_state_posted_at", "state", "posted_at"),
    )

    id: Mapped[Id]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=PUBLISHED)
    note: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[dict[str, Any]]
    vote_count: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    reuse_count: Mapped[int] = mapped_column(default=0)
    reader_count: Mapped[int] = mapped_column(default=0)
    doubt_count: Mapped[int] = mapped_column(default=0)
    rank: Mapped[float] = mapped_column(default=0.0)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    once: Mapped[str | None] = mapped_column(String(80), unique=True)
    posted_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None] = mapped_column(index=True)
    verified_at: Mapped[datetime | None] = mapped_column(index=True)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    review_at: Mapped[datetime | None] = mapped_column(index=True)
    stale_since: Mapped[datetime | None]
    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="joined", innerjoin=True)
    verified_by: Mapped[Person | None] = relationship(foreign_keys=[verified_by_id], lazy="joined")
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id], lazy="joined")
    question: Mapped[Question] = relationship(lazy="select")

    @property
    def is_published(self) -> bool:
        """Whether everybody who sees the question sees it."""
        return self.state == PUBLISHED

    @property
    def is_accepted(self) -> bool:
        """Whether the asker says it solved the question."""
        return self.accepted_at is not None

    @property
    def is_verified(self) -> bool:
        """Whether an expert vouches for it."""
        return self.verified_at is not None

    @property
    def is_stale(self) -> bool:
        """Whether an expert found it out of date."""
        return self.stale_since is not None

    @property
    def is_questioned(self) -> bool:
        """Whether enough readers say that it is no longer true."""
        return self.doubt_count >= QUESTIONED

    @property
    def version(self) -> str:
        """Changes with the text, so that a save can tell whether it knew the latest one."""
        return clock.mark(self.edited_at or self.posted_at)

    @property
    def is_marked_edited(self) -> bool:
        """Whether its words changed after the first minutes."""
        return self.edited_at is not None and self.edited_at > self.posted_at + EDIT_WINDOW

    @property
    def url(self) -> str:
        """Its place on the question's page."""
        return f"{self.question.url}#answer-{self.id}"
