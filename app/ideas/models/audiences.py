"""To whom a challenge speaks beyond the company, and the switch that opens it to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Id, Model


class ChosenSegment(Model):
    """A segment of the CRM whose customers see a challenge for chosen segments."""

    __tablename__ = "challenge_segment"
    __table_args__ = (Index("ix_challenge_segment_segment", "segment", "challenge_id"),)

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), primary_key=True, autoincrement=False)
    segment: Mapped[str] = mapped_column(String(80), primary_key=True)


class Opening(Model):
    """The plan to open a challenge to customers: for whom, where and when; it stands until it is done or called off."""

    __tablename__ = "challenge_opening"

    id: Mapped[Id]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), index=True)
    audience: Mapped[str] = mapped_column(String(10))
    segments: Mapped[list[Any]]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    opens_at: Mapped[datetime]
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    planned_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


class Template(Model):
    """What challenges of a kind begin from; `content` has the words of a challenge, phases in days from its start."""

    __tablename__ = "challenge_template"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    content: Mapped[dict[str, Any]]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class SpaceStart(Model):
    """What challenges of a space usually begin from: a template by its key, and the rubric they are judged by.

    An empty `template` is none, an empty `rubric` the product's usual one.
    """

    __tablename__ = "space_start"

    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    template: Mapped[str] = mapped_column(String(20), default="")
    rubric: Mapped[list[Any]]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
