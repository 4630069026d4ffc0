"""Connectors, what they left at a CRM, and what they still have to look at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model


class Connector(Model):
    """A CRM that is told; `secrets` is sealed, `templates` and `value_maps` are the mapping.

    It is told of what is in the event book after `since_id`. `pull_at` is when its contacts are fetched next, None
    where they are not.
    """

    __tablename__ = "connector"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
    settings: Mapped[dict[str, Any]]
    secrets: Mapped[str] = mapped_column(Text)
    templates: Mapped[dict[str, Any]]
    value_maps: Mapped[dict[str, Any]]
    contact_paths: Mapped[dict[str, Any]]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    since_id: Mapped[int] = mapped_column(BigInteger, default=0)
    removed_at: Mapped[datetime | None]
    pull_at: Mapped[datetime | None] = mapped_column(index=True)
    pulled_at: Mapped[datetime | None]
    pull_note: Mapped[str] = mapped_column(String(300), default="")
    owner: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def target(self) -> str:
        """As dispatch knows it."""
        return f"connector:{self.id}"

    @property
    def url(self) -> str:
        """Its page."""
        return f"/admin/connectors/{self.id}"


class ConnectorRecord(Model):
    """What a connector left at its CRM under one of our keys, or means to.

    `version` counts what was written to dispatch, `digest` is of what the last of it says (empty: it was taken back).
    `attempted_at` is since when the CRM may have it, then with a body of `attempted_digest`; `external_id` what it
    calls it.
    """

    __tablename__ = "connector_record"
    __table_args__ = (UniqueConstraint("connector_id", "key"),)

    id: Mapped[Id]
    connector_id: Mapped[int] = mapped_column(ForeignKey("connector.id"))
    key: Mapped[str] = mapped_column(String(70))
    version: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64), default="")
    external_id: Mapped[str] = mapped_column(String(200), default="")
    attempted_at: Mapped[datetime | None]
    attempted_digest: Mapped[str] = mapped_column(String(64), default="")
    pushed_at: Mapped[datetime | None]


class ConnectorChange(Model):
    """Something that may have to be told to a CRM; it waits here until there is room in the queue."""

    __tablename__ = "connector_change"
    __table_args__ = (Index("ix_connector_change_connector_id", "connector_id", "id"),)

    id: Mapped[Id]
    connector_id: Mapped[int] = mapped_column(ForeignKey("connector.id"))
    key: Mapped[str] = mapped_column(String(70))
