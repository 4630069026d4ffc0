"""What reading in each space spared of support contacts, observed and hence not causal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Person
from app.board import queries as board
from app.board.models import Question
from app.core.pages import Page, page
from app.core.velocity import Movement, velocity
from app.extensions import db
from app.insights.estimates.deflection import Compared, Group, observed_deflection
from app.insights.estimates.estimate import Estimate
from app.insights.queries.counting import AT_ONCE, Count, Counted, count
from app.insights.queries.deflection import WINDOW
from app.insights.queries.journeys import number_of
from app.insights.queries.periods import Period
from app.spaces import queries as spaces
from app.spaces.models import Space

# Below so many journeys on either side a difference of rates says next to nothing, and may give somebody away.
LEAST = 30
TOO_FEW = "enough_journeys"
WHOLE = 0


@dataclass(frozen=True)
class Spared:
    """A space, or all without one: journeys that read in it, how they compare with those that read nothing, and how
    that moved over three periods.
    """

    space: Space | None
    read: int
    unread: int
    compared: Compared
    moved: Movement


@dataclass(frozen=True)
class SparedHive:
    """The whole, and a page of its spaces by name, of what one person may see."""

    whole: Spared
    spaces: Page[Spared]


def spared(period: Period, viewer: Person | None, *, after: str | None = None, limit: int = 30) -> SparedHive:
    """Journeys by space in which something of it was opened, against those in which nothing was opened at all.

    The number of statements does not grow with the spaces. Raises Invalid for a broken marker.
    """
    before = period.before()
    parts = (before.before(), before, period)
    counted = count(Period(parts[0].start, period.end), WINDOW)
    read = _by_space(counted.treated, viewer)
    three = [_Sides.of(counted, part, read) for part in parts]
    seen = select(Space).where(Space.id.in_(spaces.listed_ids(viewer)))
    shown = page(seen, Space.name, Space.id, after=after, limit=limit, ascending=True)
    return SparedHive(_spared(None, three), Page([_spared(space, three) for space in shown.items], shown.next))


@dataclass(frozen=True)
class _Sides:
    """The groups of one period: what read nothing, and by space, under WHOLE in any, what read there."""

    unread: Group
    read: Mapping[int, Group]

    @classmethod
    def of(cls, counted: Count, part: Period, read: Mapping[int, Iterable[Counted]]) -> _Sides:
        def within(journeys: Iterable[Counted]) -> Group:
            return counted.group(each for each in journeys if part.start <= each.opened_at < part.end)

        unread = within(journey for journey in counted.treated if not journey.read)
        return cls(unread, {key: within(journeys) for key, journeys in read.items()})

    def compared(self, key: int) -> tuple[Group, Compared]:
        read = self.read.get(key) or Group(0, None if self.unread.contacts is None else 0)
        if min(read.journeys, self.unread.journeys) < LEAST and None not in (read.contacts, self.unread.contacts):
            unknown = Estimate.unknown(TOO_FEW, n=read.journeys)
            return read, Compared(unknown, unknown, causal=False)
        return read, observed_deflection(read, self.unread)


def _spared(space: Space | None, three: Sequence[_Sides]) -> Spared:
    found = [sides.compared(space.id if space else WHOLE) for sides in three]
    read, compared = found[-1]
    moved = velocity([each.rate.value for _read, each in found])
    return Spared(space, read.journeys, three[-1].unread.journeys, compared, moved)


def _by_space(journeys: Sequence[Counted], viewer: Person | None) -> Mapping[int, list[Counted]]:
    """Each journey in every space of which it opened something that the viewer may read, and once under WHOLE."""
    where = _spaces_of({subject for journey in journeys for subject in journey.read}, viewer)
    found: dict[int, list[Counted]] = defaultdict(list)
    for journey in journeys:
        if spaces_read := {where[subject] for subject in journey.read if subject in where}:
            for key in (WHOLE, *spaces_read):
                found[key].append(journey)
    return found


def _spaces_of(subjects: Iterable[str], viewer: Person | None) -> dict[str, int]:
    numbers = sorted({number for subject in subjects if (number := number_of(subject, "question")) is not None})
    found: dict[str, int] = {}
    for start in range(0, len(numbers), AT_ONCE):
        some = Question.id.in_(numbers[start : start + AT_ONCE])
        rows = db.session.execute(select(Question.id, Question.space_id).where(some, board.readable(viewer)))
        found.update({f"question:{number}": space_id for number, space_id in rows})
    return found
