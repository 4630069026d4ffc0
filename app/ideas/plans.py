"""Phases as somebody plans them, before they are rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from flask_babel import gettext as _

from app.ideas.models import DEEDS

MOST_PHASES = 12
LONGEST_NAME = 80


@dataclass(frozen=True)
class Stretch:
    """A phase as it is planned; `id` names the phase that it changes, None makes a new one."""

    name: str
    starts_at: datetime
    ends_at: datetime
    deeds: tuple[str, ...]
    id: int | None = None


def faults(stretches: Sequence[Stretch]) -> dict[str, str]:
    """What is wrong with these phases, in their order, by field such as `phases.0.name`."""
    found = dict(_own_faults(stretches)) | dict(_overlaps(stretches))
    if len(stretches) > MOST_PHASES:
        found["phases"] = _("Use at most %(most)d phases.", most=MOST_PHASES)
    return found


def _own_faults(stretches: Sequence[Stretch]) -> Iterator[tuple[str, str]]:
    for place, stretch in enumerate(stretches):
        if not 0 < len(stretch.name.strip()) <= LONGEST_NAME:
            yield f"phases.{place}.name", _("Give the phase a short name.")
        if stretch.ends_at <= stretch.starts_at:
            yield f"phases.{place}.ends_at", _("It must end after it begins.")
        if not stretch.deeds or not set(stretch.deeds) <= set(DEEDS):
            yield f"phases.{place}.deeds", _("Say what may be done in it.")


def _overlaps(stretches: Sequence[Stretch]) -> Iterator[tuple[str, str]]:
    placed = sorted(enumerate(stretches), key=lambda each: each[1].starts_at)
    for (_before, earlier), (place, later) in pairwise(placed):
        if later.starts_at < earlier.ends_at:
            yield f"phases.{place}.starts_at", _("It must not begin before “%(name)s” ends.", name=earlier.name)
