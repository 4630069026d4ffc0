"""Phases: what may be done in a challenge, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.extensions import Id, Model

DEEDS = ("submit", "discuss", "vote", "review", "decide")
# What a challenge without phases takes at any time, and one with phases between them and after the last.
ALWAYS = frozenset({"discuss", "review", "decide"})


class Phase(Model):
    """A stretch of a challenge; `begin_told_at` and `end_told_at` are when its beginning and end were announced."""

    __tablename__ = "phase"
    __table_args__ = (Index("ix_phase_begin_told_at", "begin_told_at"), Index("ix_phase_end_told_at", "end_told_at"))

    id: Mapped[Id]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    deeds: Mapped[list[Any]]
    begin_told_at: Mapped[datetime | None]
    end_told_at: Mapped[datetime | None]

    @property
    def runs(self) -> bool:
        """Whether it is now."""
        return self.starts_at <= clock.now() < self.ends_at

    @property
    def state(self) -> str:
        """Where it is in time: done, current or ahead."""
        if self.runs:
            return "current"
        return "ahead" if clock.now() < self.starts_at else "done"
