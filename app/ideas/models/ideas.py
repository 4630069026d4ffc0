"""Ideas, with their counters and sort keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import text
from app.extensions import Id, Model
from app.ideas.models.authors import Coauthor
from app.ideas.models.challenges import Challenge
from app.spaces.models import Space

# Stage -> its fixed kind; a space's own names for stages map onto the same kinds.
STAGES = {
    "submitted": "open",
    "shortlisted": "open",
    "in_review": "review",
    "approved": "decided",
    "in_pilot": "doing",
    "launched": "done",
    "declined": "closed",
}
SHOWN = "shown"


class Idea(Model):
    """An answer to a challenge; `hold` is shown, held, hidden or removed. Counters and sort keys live on the row.

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
        Index("ix_idea_moved", "moved_at", "id"),
        Index("ix_idea_challenge_hot", "challenge_id", "hot_key", "id"),
        Index("ix_idea_challenge_discover", "challenge_id", "discover_key", "id"),
        Index("ix_idea_challenge_comments", "challenge_id", "comment_count", "id"),
    )

    id: Mapped[Id]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(20), default="submitted")
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
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)
    space: Mapped[Space] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    partners: Mapped[list[Coauthor]] = relationship(lazy="selectin", order_by=Coauthor.id, viewonly=True)

    @property
    def url(self) -> str:
        """Its page."""
        return f"/ideas/{self.id}/{text.slug(self.title)}"

    @property
    def holds_reviews(self) -> bool:
        """Whether its reviews are kept from everybody until all are in, or time is up."""
        return self.challenge.reviews_held and self.reviews_released_at is None

    @property
    def is_judged_now(self) -> bool:
        """Whether experts are asked about it: undecided, shown, not merged away."""
        return self.kind in {"open", "review"} and self.hold == SHOWN and self.merged_into_id is None

    @property
    def kind(self) -> str:
        """The fixed kind of its stage."""
        return STAGES[self.stage]
