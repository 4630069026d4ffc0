"""Ideas, with their counters and sort keys."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from app.accounts.models import Person
from app.core import clock, text
from app.extensions import Id, Model
from app.ideas.models.authors import Coauthor, FormerAuthor
from app.ideas.models.challenges import Challenge
from app.ideas.models.stages import Stage, read_stage
from app.spaces.models import Space

SHOWN = "shown"
# Time to mend a slip before anybody has built on the words; after that every version is kept and can be read.
EDIT_WINDOW = timedelta(minutes=10)


class Idea(Model):
    """An answer to a challenge; `hold` is shown, held, hidden or removed. Counters and sort keys live on the row.

    `answers` are those to the version `form_id` of the challenge's form, by the keys of its fields.

    Nobody but its authors reads who wrote an `anonymous` one; only its authors and the team see a `private` one.
    """

    __tablename__ = "idea"
    __table_args__ = (
        Index("ix_idea_challenge_top", "challenge_id", "top_key", "id"),
        Index("ix_idea_top", "top_key", "id"),
        Index("ix_idea_hot", "hot_key", "id"),
        Index("ix_idea_discover", "discover_key", "id"),
        Index("ix_idea_comments", "comment_count", "id"),
        Index("ix_idea_stage", "stage", "id"),
        Index("ix_idea_stage_top", "stage", "top_key", "id"),
        Index("ix_idea_stage_hot", "stage", "hot_key", "id"),
        Index("ix_idea_stage_discover", "stage", "discover_key", "id"),
        Index("ix_idea_stage_comments", "stage", "comment_count", "id"),
        Index("ix_idea_moved", "moved_at", "id"),
        Index("ix_idea_challenge_hot", "challenge_id", "hot_key", "id"),
        Index("ix_idea_challenge_discover", "challenge_id", "discover_key", "id"),
        Index("ix_idea_challenge_comments", "challenge_id", "comment_count", "id"),
        Index("ix_idea_kind", "kind", "id"),
        Index("ix_idea_answer_due_at", "answer_due_at", "id"),
        Index("ix_idea_challenge_owed", "challenge_id", "owed_at"),
        Index("ix_idea_challenge_kind", "challenge_id", "kind", "moved_at"),
    )

    id: Mapped[Id]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    form_id: Mapped[int | None] = mapped_column(ForeignKey("challenge_form.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    stage: Mapped[str] = mapped_column(String(20), default="submitted")
    kind: Mapped[str] = mapped_column(String(10), default="open")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    hold: Mapped[str] = mapped_column(String(10), default=SHOWN)
    anonymous: Mapped[bool] = mapped_column(default=False)
    private: Mapped[bool] = mapped_column(default=False)
    opening_asked_at: Mapped[datetime | None]
    vote_count: Mapped[int] = mapped_column(default=0)
    exposed_count: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    review_count: Mapped[int] = mapped_column(default=0)
    endorsement_count: Mapped[int] = mapped_column(default=0)
    open_question_count: Mapped[int] = mapped_column(default=0)
    reviews_released_at: Mapped[datetime | None]
    top_key: Mapped[float] = mapped_column(default=0.0)
    hot_key: Mapped[int] = mapped_column(BigInteger, default=0)
    discover_key: Mapped[float] = mapped_column(default=0.0)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"), index=True)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    submitted_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    # The clock: since when it is owed an answer, by when at first and now, when it got one, what the worker did last.
    owed_at: Mapped[datetime | None]
    first_due_at: Mapped[datetime | None]
    answer_due_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    clock_step: Mapped[str] = mapped_column(String(10), default="")
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)
    space: Mapped[Space] = relationship(lazy="joined", innerjoin=True)
    partners: Mapped[list[Coauthor]] = relationship(lazy="selectin", order_by=Coauthor.id, viewonly=True)
    former_authors: Mapped[list[FormerAuthor]] = relationship(viewonly=True)
    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="joined", innerjoin=True)
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    own_stage: Mapped[Stage | None] = relationship(
        primaryjoin=lambda: and_(
            foreign(Idea.space_id) == remote(Stage.space_id), foreign(Idea.stage) == remote(Stage.key)
        ),
        viewonly=True,
        lazy="joined",
    )

    @property
    def url(self) -> str:
        """Its page."""
        return f"/ideas/{self.id}/{text.slug(self.title)}"

    @property
    def version(self) -> str:
        """Changes with the words, so that a save can tell whether it knew the latest ones."""
        return clock.mark(self.edited_at or self.submitted_at)

    @property
    def holds_reviews(self) -> bool:
        """Whether its reviews are kept from everybody until all are in, or time is up."""
        return self.challenge.reviews_held and self.reviews_released_at is None

    @property
    def is_judged_now(self) -> bool:
        """Whether experts are asked about it: undecided, shown, not merged away."""
        return self.kind in {"open", "review"} and self.hold == SHOWN and self.merged_into_id is None

    @property
    def at_stage(self) -> Stage:
        """The stage it stands in, in its space's words."""
        return self.own_stage or read_stage(self.space_id, self.stage)
