"""Which sites may show the frame of a space."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Id, Model


class WidgetSite(Model):
    """An origin, as browsers write it, that may show a space's widget; without any the space has none."""

    __tablename__ = "widget_site"
    __table_args__ = (UniqueConstraint("space_id", "origin"),)

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    origin: Mapped[str] = mapped_column(String(300))
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(BigInteger)
