"""Reading guidelines, addenda and who accepted them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Person
from app.core import clock
from app.extensions import db
from app.training import changes, points
from app.training.changes import Change
from app.training.models import Acceptance, Guideline


@dataclass(frozen=True)
class WhatChanged:
    """The guidelines in force beside the version that somebody accepted last."""

    accepted: Guideline
    current: Guideline
    changes: list[Change]


def current_guideline() -> Guideline | None:
    """The guidelines in force, or none yet."""
    return db.session.scalar(select(Guideline).order_by(Guideline.version.desc()).limit(1))


def guideline_points() -> list[str]:
    """What the guidelines in force say, point by point; none where they have no numbered points."""
    current = current_guideline()
    return points.of(current.body) if current else []


def guideline_of(version: int) -> Guideline | None:
    """One version of the guidelines."""
    return db.session.scalar(select(Guideline).where(Guideline.version == version))


def guideline_history() -> Sequence[Guideline]:
    """Every version, newest first."""
    return db.session.scalars(select(Guideline).order_by(Guideline.version.desc())).all()


def accepted_version(person: Person | None) -> int:
    """The newest version that somebody accepted, 0 for none."""
    if person is None:
        return 0
    mine = select(func.max(Acceptance.version)).where(Acceptance.person_id == person.id)
    return db.session.scalar(mine) or 0


def acceptance(person: Person, version: int) -> Acceptance | None:
    """Somebody's acceptance of exactly this version."""
    mine = (Acceptance.person_id == person.id, Acceptance.version == version)
    return db.session.scalar(select(Acceptance).where(*mine))


def version_to_accept() -> int:
    """The version that everybody must have accepted at least: the newest major one whose grace is over; 0 for none."""
    binding = (Guideline.major, Guideline.binding_at <= clock.now())
    return db.session.scalar(select(func.max(Guideline.version)).where(*binding)) or 0


def accepted_before(version: int) -> Sequence[int]:
    """Ids of the people who accepted any version before this one."""
    return db.session.scalars(select(Acceptance.person_id).where(Acceptance.version < version).distinct()).all()


def next_to_bind(accepted: int) -> Guideline | None:
    """The major version that whoever accepted this one must accept next, while its grace runs."""
    coming = (Guideline.major, Guideline.version > accepted, Guideline.binding_at > clock.now())
    return db.session.scalar(select(Guideline).where(*coming).order_by(Guideline.binding_at).limit(1))


def due_to_bind() -> Sequence[Guideline]:
    """Major versions whose grace is over, of which the book does not know yet."""
    due = (Guideline.major, Guideline.bound_at.is_(None), Guideline.binding_at <= clock.now())
    return db.session.scalars(select(Guideline).where(*due).order_by(Guideline.version)).all()


def what_changed_since(person: Person) -> WhatChanged | None:
    """What is new since somebody last accepted; None when they never did, or when nothing is new."""
    current, accepted = current_guideline(), guideline_of(accepted_version(person))
    if current is None or accepted is None or current.version == accepted.version:
        return None
    return WhatChanged(accepted, current, changes.between(accepted.body, current.body))


def has_accepted_guidelines(person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether somebody has accepted what everybody must, as a condition on a column of people."""
    wanted = version_to_accept()
    accepted = select(Acceptance.id).where(Acceptance.person_id == person_id, Acceptance.version >= wanted)
    return accepted.exists() if wanted else true()
