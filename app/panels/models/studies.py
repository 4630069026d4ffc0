"""Studies: polls and concept tests, what they ask, the sheets that members fill in, and what came of it."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.extensions import Id, Model
from app.panels.models.panels import Panel

KINDS = ("poll", "concept")
DESIGNS = ("monadic", "sequential")
ITEM_KINDS = ("single", "multiple", "rank", "scale", "text")


class Study(Model):
    """A poll or a concept test; in a `monadic` one each member sees one concept, in a `sequential` one all of them.

    `seed` decides who sees which, and under which code a sheet is listed. `targets` holds for each trait the share of
    each level in the population, to weight by.
    """

    __tablename__ = "study"
    __table_args__ = (Index("ix_study_panel_id_id", "panel_id", "id"), Index("ix_study_closes_at", "closes_at"))

    id: Mapped[Id]
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(160))
    intro: Mapped[str] = mapped_column(Text, default="")
    intro_html: Mapped[str] = mapped_column(Text, default="")
    design: Mapped[str] = mapped_column(String(10), default="monadic")
    named: Mapped[bool] = mapped_column(default=False)
    shares_results: Mapped[bool] = mapped_column(default=True)
    seed: Mapped[str] = mapped_column(String(40))
    targets: Mapped[dict[str, Any]]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cut_at: Mapped[datetime | None]
    asked_count: Mapped[int] = mapped_column(default=0)
    answer_count: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    panel: Mapped[Panel] = relationship(lazy="joined", innerjoin=True)

    @property
    def url(self) -> str:
        """Its page."""
        return f"/studies/{self.id}"

    @property
    def state(self) -> str:
        """One of draft, scheduled, open, closed."""
        if self.published_at is None:
            return "draft"
        if self.closed_at is not None or clock.now() >= self.closes_at:
            return "closed"
        return "open" if self.opened_at is not None else "scheduled"

    @property
    def is_open(self) -> bool:
        """Whether answers are taken now."""
        return self.state == "open"


class Concept(Model):
    """Something to judge: words, and a picture that hangs on it as a file."""

    __tablename__ = "study_concept"

    id: Mapped[Id]
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text, default="")


class Item(Model):
    """One thing that a study asks, of each concept or once; its kind is one of ITEM_KINDS.

    `least` and `most` bound how many options may be chosen (multiple), or are the ends of the scale.
    """

    __tablename__ = "study_item"

    id: Mapped[Id]
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"), index=True)
    position: Mapped[int]
    section: Mapped[str] = mapped_column(String(80), default="")
    kind: Mapped[str] = mapped_column(String(10))
    prompt: Mapped[str] = mapped_column(String(300))
    options: Mapped[list[Any]]
    least: Mapped[int] = mapped_column(default=0)
    most: Mapped[int] = mapped_column(default=0)
    low_label: Mapped[str] = mapped_column(String(60), default="")
    high_label: Mapped[str] = mapped_column(String(60), default="")
    required: Mapped[bool] = mapped_column(default=True)
    per_concept: Mapped[bool] = mapped_column(default=False)

    def key(self, concept_id: int | None = None) -> str:
        """The name of its answer on a sheet."""
        return f"c{concept_id}q{self.id}" if self.per_concept and concept_id is not None else f"q{self.id}"


class Sheet(Model):
    """What one member is asked in one study, and what they said; `person_id` goes when the ties are cut.

    `traits` are what weights go by, as they were when the member was asked. `withheld` names, for each text that a rule
    holds back, the rules.
    """

    __tablename__ = "study_sheet"
    __table_args__ = (
        UniqueConstraint("study_id", "person_id"),
        Index("ix_study_sheet_person_id_answered_at", "person_id", "answered_at"),
    )

    id: Mapped[Id]
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cell: Mapped[str] = mapped_column(String(80))
    traits: Mapped[dict[str, Any]]
    concept_ids: Mapped[list[Any]]
    answers: Mapped[dict[str, Any]]
    withheld: Mapped[dict[str, Any]]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]

    def code(self, seed: str) -> str:
        """The name under which it is listed where the study names nobody; tells nothing of who or in which order."""
        return hmac.new(seed.encode(), f"sheet:{self.id}".encode(), hashlib.sha256).hexdigest()[:8].upper()


class Outcome(Model):
    """What was decided after a study: you said, we did."""

    __tablename__ = "study_outcome"

    id: Mapped[Id]
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(String(300), default="")
    decided_on: Mapped[date]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    study: Mapped[Study] = relationship(lazy="joined", innerjoin=True)
