"""How each space and the whole hive are doing: figures of a period against the two before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from app.accounts.models import Person
from app.core.pages import Page, page
from app.core.velocity import Movement, velocity
from app.extensions import db
from app.insights.queries import vitals
from app.insights.queries.periods import Period
from app.insights.queries.vitals import NAMES, WHOLE, ByName
from app.spaces import queries as spaces
from app.spaces.models import Space


@dataclass(frozen=True)
class Figure:
    """A figure, what it rests on, and how it moved; None where nothing gives one, and it is never 0 then."""

    name: str
    value: float | None
    n: int
    moved: Movement


@dataclass(frozen=True)
class Health:
    """The figures of a space, or of the whole hive without one, by their names."""

    space: Space | None
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Hive:
    """The whole, and a page of its spaces by name, of what one person may see."""

    whole: Health
    spaces: Page[Health]


def hive(period: Period, viewer: Person | None, *, after: str | None = None, limit: int = 30) -> Hive:
    """The figures of a period of the spaces that the viewer may see; raises Invalid for a broken marker."""
    counts = _Counts.of(period, viewer)
    shown = page(_seen(viewer), Space.name, Space.id, after=after, limit=limit, ascending=True)
    return Hive(counts.of_all(), Page([counts.of_one(space) for space in shown.items], shown.next))


def every(period: Period, viewer: Person | None) -> list[Health]:
    """The whole hive and then all its spaces, for a file."""
    counts = _Counts.of(period, viewer)
    listed = db.session.scalars(_seen(viewer).order_by(Space.name, Space.id))
    return [counts.of_all(), *(counts.of_one(space) for space in listed)]


def _seen(viewer: Person | None) -> Select[Space]:
    return select(Space).where(Space.id.in_(spaces.listed_ids(viewer)))


@dataclass(frozen=True)
class _Counts:
    """What was counted in three periods, oldest first."""

    parts: Sequence[Period]
    counts: Sequence[ByName]
    began_at: datetime | None

    @classmethod
    def of(cls, period: Period, viewer: Person | None) -> _Counts:
        before = period.before()
        parts = (before.before(), before, period)
        return cls(parts, [vitals.counted(part, viewer) for part in parts], vitals.began_at(viewer))

    def of_all(self) -> Health:
        known = [self.began_at is not None and self.began_at < part.end for part in self.parts]
        return Health(None, {name: self._figure(name, WHOLE, known) for name in NAMES})

    def of_one(self, space: Space) -> Health:
        known = [space.opened_at < part.end for part in self.parts]
        return Health(space, {name: self._figure(name, space.id, known) for name in NAMES})

    def _figure(self, name: str, key: int, known: Sequence[bool]) -> Figure:
        """Before a space was opened nothing is known of it."""
        counts = [each[name].get(key, vitals.nothing(name)) for each in self.counts]
        values = [count.value if there else None for count, there in zip(counts, known, strict=True)]
        return Figure(name, values[-1], counts[-1].n if known[-1] else 0, velocity(values))
