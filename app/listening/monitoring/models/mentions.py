"""What was said, wherever it was said, with how it sounds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model
from app.listening.monitoring.influence import influence, response
from app.listening.monitoring.naming import identity_of
from app.listening.monitoring.sentiment import Mood, mood
from app.listening.monitoring.urgency import URGENT_FROM


class Mention(Model):
    """One thing that was said; `sentiment` from -1 to 1, `urgency` from 0 to 1.

    What stands on this site is named by `subject`, such as "answer:12", with the row it is in, and keeps its words
    there. What was said elsewhere has its words, address and author here, and itself as its subject. `key` is what
    makes it come in once. Counts of an outside mention are what its source said; `answer_count` is ours. `named_by` is
    the address of whoever says that it is the author's, while nobody has borne that out.
    """

    __tablename__ = "mention"
    __table_args__ = (
        Index("ix_mention_said_at_id", "said_at", "id"),
        Index("ix_mention_channel_author", "channel", "author"),
    )

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(80), unique=True)
    subject: Mapped[str] = mapped_column(String(40), index=True, default="")
    channel: Mapped[str] = mapped_column(String(40))
    said_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    author: Mapped[str] = mapped_column(String(254), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    named_by: Mapped[str] = mapped_column(String(254), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    question_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    answer_id: Mapped[int | None] = mapped_column(BigInteger)
    idea_id: Mapped[int | None] = mapped_column(BigInteger)
    comment_id: Mapped[int | None] = mapped_column(BigInteger)
    follower_count: Mapped[int] = mapped_column(default=0)
    reply_count: Mapped[int] = mapped_column(default=0)
    share_count: Mapped[int] = mapped_column(default=0)
    answer_count: Mapped[int] = mapped_column(default=0)
    sentiment: Mapped[float]
    urgency: Mapped[float]
    heard_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="joined")

    @property
    def is_outside(self) -> bool:
        """Whether it was said elsewhere."""
        return self.key != self.subject

    @property
    def mood(self) -> Mood:
        """How it sounds, in one of three words."""
        return mood(self.sentiment)

    @property
    def is_urgent(self) -> bool:
        """Whether it sounds as if it could not wait."""
        return self.urgency >= URGENT_FROM

    @property
    def response(self) -> int:
        """What it caused."""
        return response(self.reply_count, self.share_count, self.answer_count)

    @property
    def influence(self) -> float:
        """Reach times response."""
        return influence(self.follower_count, self.reply_count, self.share_count, self.answer_count)

    @property
    def identity(self) -> str:
        """Whose it is where that is no member, as a kind and a value; nothing for nobody, nor on another's word."""
        return "" if self.person_id or self.named_by else identity_of(self.author)

    @property
    def stands_on(self) -> str:
        """The page of this site that it stands on, such as "question:12"; nothing for what was said elsewhere."""
        if self.idea_id:
            return f"idea:{self.idea_id}"
        return f"question:{self.question_id}" if self.question_id else ""

    @property
    def page(self) -> str:
        """Its page among the mentions."""
        return f"/listening/mentions/{self.id}"


class MentionTerm(Model):
    """A word, a pair of words, or with # before it a topic, that a mention holds."""

    __tablename__ = "mention_term"
    __table_args__ = (Index("ix_mention_term_term_mention_id", "term", "mention_id"),)

    mention_id: Mapped[int] = mapped_column(ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True)
    term: Mapped[str] = mapped_column(String(80), primary_key=True)
