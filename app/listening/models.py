"""Accounts of the company in other channels, what was said there, and which colleague is behind a handle there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model
from app.spaces.models import Space

IN, OUT = "in", "out"


class ChannelAccount(Model):
    """The company's account in a channel; what is said to it becomes questions of a space.

    `secret` is sealed; `memory` is what the adapter keeps between two calls, sealed too. `trouble` says why it is
    paused, until somebody sees to it; `read_until` how far it was read, `look_at` when it is looked at next.
    What comes to one that `hears_only` becomes a mention, and nobody is answered.
    """

    __tablename__ = "channel_account"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[Id]
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(254))
    server: Mapped[str] = mapped_column(String(254))
    secret: Mapped[str] = mapped_column(Text)
    memory: Mapped[str] = mapped_column(Text, default="")
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    connected_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    connected_at: Mapped[datetime]
    read_until: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    look_at: Mapped[datetime] = mapped_column(index=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")
    trouble: Mapped[str] = mapped_column(String(300), default="")
    active: Mapped[bool] = mapped_column(default=True)
    message_count: Mapped[int] = mapped_column(default=0)
    hears_only: Mapped[bool] = mapped_column(default=False)
    space: Mapped[Space] = relationship(lazy="joined", innerjoin=True)


class ChannelMessage(Model):
    """One thing said in a channel, by somebody to us or by us; never its words, which are where they went.

    `question_id` is the question whose thread it belongs to, `subject` what became of it here, `refused` why nothing
    did. `refs` is what the adapter needs to reply to it, `withdrawn_at` when what we said was taken back.
    """

    __tablename__ = "channel_message"
    __table_args__ = (UniqueConstraint("account_id", "external_id"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("channel_account.id"))
    external_id: Mapped[str] = mapped_column(String(400))
    direction: Mapped[str] = mapped_column(String(3))
    handle: Mapped[str] = mapped_column(String(254))
    url: Mapped[str] = mapped_column(String(500), default="")
    refs: Mapped[dict[str, Any]]
    question_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    subject: Mapped[str] = mapped_column(String(60), default="", index=True)
    refused: Mapped[str] = mapped_column(String(300), default="")
    said_at: Mapped[datetime]
    taken_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    account: Mapped[ChannelAccount] = relationship(lazy="joined", innerjoin=True)


class ChannelHandle(Model):
    """A colleague's or member's own account in a channel, by the id that stays when its handle changes."""

    __tablename__ = "channel_handle"
    __table_args__ = (UniqueConstraint("channel", "key"),)

    id: Mapped[Id]
    channel: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(254))
    handle: Mapped[str] = mapped_column(String(254))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    tied_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
