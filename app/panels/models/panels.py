"""Panels, the draws by which people are invited, and their members."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.extensions import Id, Model
from app.spaces.models import Space

LONGEST_CELL = 80


class Panel(Model):
    """People who were asked to help with something, by invitation alone; `promise` says how often and for what.

    Nobody is invited who was invited to any panel in the last `fatigue_days`; what ties an answer to its member is
    cut `keeps_days` after its study closed.
    """

    __tablename__ = "panel"

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(Text)
    purpose_html: Mapped[str] = mapped_column(Text)
    promise: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(10), default="open")
    fatigue_days: Mapped[int] = mapped_column(default=30)
    keeps_days: Mapped[int] = mapped_column(default=365)
    member_count: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    space: Mapped[Space] = relationship(lazy="joined", innerjoin=True)
    owner: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def url(self) -> str:
        """Its page."""
        return f"/panels/{self.id}"

    @property
    def is_open(self) -> bool:
        """Whether people are invited and asked."""
        return self.state == "open"


class Draw(Model):
    """One round of invitations: the selection, who could have been drawn (`pool`), and the seed.

    With the three, the draw can be repeated and gives the same people. `cells` lists what each cell had, was to give
    and gave.
    """

    __tablename__ = "panel_draw"

    id: Mapped[Id]
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), index=True)
    seed: Mapped[str] = mapped_column(String(40))
    wanted: Mapped[dict[str, Any]]
    quotas: Mapped[dict[str, Any]]
    pool: Mapped[dict[str, Any]]
    cells: Mapped[list[Any]]
    message: Mapped[str] = mapped_column(Text, default="")
    expires_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class Member(Model):
    """Somebody who was invited; `state` is invited, accepted, declined, expired or left."""

    __tablename__ = "panel_member"
    __table_args__ = (
        UniqueConstraint("panel_id", "person_id"),
        Index("ix_panel_member_person_id_state", "person_id", "state"),
        Index("ix_panel_member_state_expires_at", "state", "expires_at"),
    )

    id: Mapped[Id]
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    draw_id: Mapped[int] = mapped_column(ForeignKey("panel_draw.id"), index=True)
    cell: Mapped[str] = mapped_column(String(LONGEST_CELL))
    state: Mapped[str] = mapped_column(String(10), default="invited")
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_waiting(self) -> bool:
        """Whether the invitation can still be accepted."""
        return self.state == "invited" and clock.now() < self.expires_at


class OptOut(Model):
    """Somebody who wants no invitation to any panel."""

    __tablename__ = "panel_opt_out"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime]
