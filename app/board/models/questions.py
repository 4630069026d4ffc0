"""Questions, and what they are about."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.board.models.claims import Claim
from app.core import clock
from app.core.text import slug
from app.extensions import Id, Model
from app.spaces.models import Space
from app.topics.models import Topic

STATES = ("open", "answered", "solved", "escalated", "closed")
UNSOLVED = ("open", "answered", "escalated")
HOLDS = ("shown", "held", "hidden", "removed")
SHOWN = "shown"
AUDIENCES = ("space", "private")
OPEN, PRIVATE = AUDIENCES
# Time to mend a slip before anybody has built on the words; after that every version is kept and can be read.
EDIT_WINDOW = timedelta(minutes=10)


class Question(Model):
    """Something somebody asked.

    `state` is how far it got, `hold` whether people may see it. `handle` names an asker from outside for whom the
    author, a connector, asked. `published_at` is when it could first be read,
    `merged_into_id` the question it is a duplicate of,
    `audience` whether all who see the space read it or only its asker and those who are cleared to answer,
    `asked_of_id` the colleague it was asked of by name. Counters count what everybody may see. `due_at` is when its
    next open target is due, `look_at` when its clocks want looking at, `asked_back_at` since when its asker is asked.
    """

    __tablename__ = "question"
    __table_args__ = (
        Index("ix_question_hold_asked_at_id", "hold", "asked_at", "id"),
        Index("ix_question_hold_active_at_id", "hold", "active_at", "id"),
        Index("ix_question_hold_vote_count_id", "hold", "vote_count", "id"),
        Index("ix_question_hold_state_asked_at_id", "hold", "state", "asked_at", "id"),
        Index("ix_question_hold_state_active_at_id", "hold", "state", "active_at", "id"),
        Index("ix_question_hold_state_vote_count_id", "hold", "state", "vote_count", "id"),
        Index("ix_question_space_id_asked_at_id", "space_id", "asked_at", "id"),
        Index("ix_question_author_id_asked_at_id", "author_id", "asked_at", "id"),
    )

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str] = mapped_column(String(40), default="site")
    handle: Mapped[str | None] = mapped_column(String(120), index=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="open")
    severity: Mapped[str] = mapped_column(String(10), default="normal")
    hold: Mapped[str] = mapped_column(String(10), default=SHOWN)
    audience: Mapped[str] = mapped_column(String(10), default=OPEN)
    asked_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    vote_count: Mapped[int] = mapped_column(default=0)
    answer_count: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    verified_count: Mapped[int] = mapped_column(default=0)
    accepted_answer_id: Mapped[int | None] = mapped_column(BigInteger)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    asked_at: Mapped[datetime]
    active_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    first_answered_at: Mapped[datetime | None]
    solved_at: Mapped[datetime | None] = mapped_column(index=True)
    escalated_at: Mapped[datetime | None]
    escalation_reason: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]
    asked_back_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    look_at: Mapped[datetime | None] = mapped_column(index=True)
    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="joined", innerjoin=True)
    asked_of: Mapped[Person | None] = relationship(foreign_keys=[asked_of_id], lazy="joined")
    space: Mapped[Space] = relationship(lazy="joined", innerjoin=True)
    topics: Mapped[list[Topic]] = relationship(secondary="question_topic", lazy="selectin", order_by=Topic.name)
    claim: Mapped[Claim | None] = relationship(lazy="joined", uselist=False, viewonly=True)

    @property
    def url(self) -> str:
        """Its page."""
        return f"/questions/{self.id}/{slug(self.title)}"

    @property
    def asker_name(self) -> str:
        """The person's name, or the handle of somebody from outside."""
        return self.handle or self.author.name

    @property
    def is_private(self) -> bool:
        """Whether only its asker and those who are cleared to answer read it."""
        return self.audience == PRIVATE

    @property
    def live_claim(self) -> Claim | None:
        """Who is answering it right now."""
        return self.claim if self.claim is not None and self.claim.until > clock.now() else None

    @property
    def mark(self) -> str:
        """The state as lists show it: where nothing is settled, somebody on it or an expert's word counts first."""
        if self.state in {"solved", "closed", "escalated"}:
            return self.state
        if self.live_claim is not None:
            return "claimed"
        return "verified" if self.verified_count else self.state

    @property
    def is_marked_edited(self) -> bool:
        """Whether its words changed after the first minutes."""
        return self.edited_at is not None and self.edited_at > self.asked_at + EDIT_WINDOW

    @property
    def version(self) -> str:
        """Changes with the words, so that a save can tell whether it knew the latest ones."""
        return clock.mark(self.edited_at or self.asked_at)

    @property
    def topic_ids(self) -> list[int]:
        """Ids of what it is about."""
        return [topic.id for topic in self.topics]


class QuestionTopic(Model):
    """What a question is about."""

    __tablename__ = "question_topic"
    __table_args__ = (Index("ix_question_topic_topic_id_question_id", "topic_id", "question_id"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True)
