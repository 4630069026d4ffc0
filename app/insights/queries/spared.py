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
from app.extensions import db
from app.insights.estimates.deflection import Compared, Group, observed_deflection
from app.insights.estimates.estimate import Estimate
from app.insights.queries.counting import AT_ONCE, Counted, count
from app.insights.queries.deflection import WINDOW
from app.insights.queries.journeys import number_of
from app.insights.queries.periods import Period
from app.spaces import queries as spaces
from app.spaces.models import Space

# Below so many journeys on either side a difference of rates says next to nothing, and may give somebody away.
LEAST = 30
TOO_FEW = "enough_journeys"


@dataclass(frozen=True)
class Spared:
    """A space, or all without one: journeys that read in it, and how they compare with those that read nothing."""

    space: Space | None
    read: int
    unread: int
    compared: Compared


@dataclass(frozen=True)
class SparedHive:
    """The whole, and a page of its spaces by name, of what one person may see."""

    whole: Spared
    spaces: Page[Spared]


def spared(period: Period, viewer: Person | None, *, after: str | None = None, limit: int = 30) -> SparedHive:
    """Journeys by space in which something of it was opened, against those in which nothing was opened at all.

    The number of statements does not grow with the spaces. Raises Invalid for a broken marker.
    """
    counted = count(period, WINDOW)
    unread = [journey for journey in counted.treated if not journey.read]
    read = _by_space(counted.treated, viewer)
    everybody = {journey.id: journey for journeys in read.values() for journey in journeys}
    base = counted.group(unread)
    seen = select(Space).where(Space.id.in_(spaces.listed_ids(viewer)))
    shown = page(seen, Space.name, Space.id, after=after, limit=limit, ascending=True)
    found = [_spared(space, counted.group(read.get(space.id, ())), base) for space in shown.items]
    return SparedHive(_spared(None, counted.group(everybody.values()), base), Page(found, shown.next))


def _spared(space: Space | None, read: Group, unread: Group) -> Spared:
    if min(read.journeys, unread.journeys) < LEAST and None not in (read.contacts, unread.contacts):
        unknown = Estimate.unknown(TOO_FEW, n=read.journeys)
        return Spared(space, read.journeys, unread.journeys, Compared(unknown, unknown, causal=False))
    return Spared(space, read.journeys, unread.journeys, observed_deflection(read, unread))


def _by_space(journeys: Sequence[Counted], viewer: Person | None) -> Mapping[int, list[Counted]]:
    """Each journey in every space of which it opened something that the viewer may read."""
    where = _spaces_of({subject for journey in journeys for subject in journey.read}, viewer)
    found: dict[int, list[Counted]] = defaultdict(list)
    for journey in journeys:
        for space_id in {where[subject] for subject in journey.read if subject in where}:
            found[space_id].append(journey)
    return found


def _spaces_of(subjects: Iterable[str], viewer: Person | None) -> dict[str, int]:
    numbers = sorted({number for subject in subjects if (number := number_of(subject, "question")) is not None})
    found: dict[str, int] = {}
    for start in range(0, len(numbers), AT_ONCE):
        some = Question.id.in_(numbers[start : start + AT_ONCE])
        rows = db.session.execute(select(Question.id, Question.space_id).where(some, board.readable(viewer)))
        found.update({f"question:{number}": space_id for number, space_id in rows})
    return found
