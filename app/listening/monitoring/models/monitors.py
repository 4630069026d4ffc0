"""What people listen for, and what was found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model
from app.listening.monitoring.wording import Query, parse


class Monitor(Model):
    """Words to listen for; `query` as it was typed. Off until its owner switches it on; one that `finds_leads` hands
    each match to sales.
    """

    __tablename__ = "monitor"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(String(300))
    finds_leads: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    active_since: Mapped[datetime | None]
    owner: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def parsed(self) -> Query:
        """What it listens for, to try on a text."""
        return parse(self.query)

    @property
    def is_on(self) -> bool:
        """Whether it listens."""
        return self.active_since is not None

    @property
    def url(self) -> str:
        """Its page."""
        return f"/listening/monitors/{self.id}"


class MonitorMatch(Model):
    """A mention that a monitor found."""

    __tablename__ = "monitor_match"

    monitor_id: Mapped[int] = mapped_column(ForeignKey("monitor.id", ondelete="CASCADE"), primary_key=True)
    mention_id: Mapped[int] = mapped_column(ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True, index=True)
