"""What of their queue people look at again and again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Id, Model
from app.spaces.models import Space
from app.topics.models import Topic


class DeskView(Model):
    """A person's own choice of filters under a name; `opens` for the one that their desk opens with, if any."""

    __tablename__ = "desk_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(40))
    show: Mapped[str] = mapped_column(String(10))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"), index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"), index=True)
    place: Mapped[int]
    opens: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    space: Mapped[Space | None] = relationship(lazy="joined")
    topic: Mapped[Topic | None] = relationship(lazy="joined")
