"""The journeys behind a figure, one by one, of nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Person
from app.board import queries as board
from app.board.models import Question
from app.core.pages import Page, encode, place
from app.insights.models import HOLDOUT, TREATMENT, VIEW
from app.insights.queries.counting import Contact, Count, Counted, people_of
from app.insights.queries.journeys import number_of

ARMS = (TREATMENT, HOLDOUT)
Met = Callable[[Counted], bool]
WHAT: Mapping[str, Met] = {
    "all": lambda _journey: True,
    "read": lambda journey: bool(journey.read),
    "unread": lambda journey: not journey.read,
    "shown": lambda journey: any(way == VIEW for _about, way, _at in journey.seen),
    "suggested": lambda journey: journey.suggested,
    "found": lambda journey: bool(journey.seen) and not journey.suggested,
    "nothing": lambda journey: not journey.seen,
    "contacted": lambda journey: journey.contacted_at is not None,
    "quiet": lambda journey: journey.contacted_at is None,
}


@dataclass(frozen=True)
class Contacts:
    """A page of support contacts, how many there are, and of how many people."""

    page: Page[Contact]
    n: int
    people: int


@dataclass(frozen=True)
class Rows:
    """A page of journeys, how many there are and of how many people, and the questions read in them that the viewer may
    see.
    """

    page: Page[Counted]
    n: int
    people: int
    questions: Mapping[int, Question]

    def read(self, journey: Counted) -> list[Question]:
        """The questions opened in one of them."""
        numbers = [number_of(subject, "question") or 0 for subject in journey.read]
        return [self.questions[number] for number in numbers if number in self.questions]


def rows(
    counted: Count, viewer: Person | None, *, arm: str, what: str, met: Met = WHAT["all"], after: str | None, limit: int
) -> Rows:
    """Those of one group, or of both, in which something happened and was met, oldest first.

    Raises Invalid for a broken marker.
    """
    last = tuple(place(after, datetime, int)) if after else None
    chosen = [each for each in counted.journeys if arm in ("", each.arm) and WHAT[what](each) and met(each)]
    ahead = [each for each in chosen if last is None or (each.opened_at, each.id) > last]
    shown = ahead[:limit]
    more = encode([shown[-1].opened_at, shown[-1].id]) if len(ahead) > limit else None
    numbers = {number_of(subject, "question") for journey in shown for subject in journey.read}
    questions = board.questions_by_ids(viewer, sorted(number for number in numbers if number is not None))
    return Rows(Page(shown, more), len(chosen), people_of(chosen), questions)


def contacts(counted: Count, *, channel: str | None, reason: str | None, after: str | None, limit: int) -> Contacts:
    """Support contacts made in the period by a channel and about a reason where these are given, oldest first.

    Raises Invalid for a broken marker.
    """
    last = tuple(place(after, datetime, int)) if after else None
    chosen = [each for each in counted.made if channel in (None, each.channel) and reason in (None, each.reason)]
    ahead = [each for each in chosen if last is None or (each.at, each.id) > last]
    shown = ahead[:limit]
    more = encode([shown[-1].at, shown[-1].id]) if len(ahead) > limit else None
    return Contacts(Page(shown, more), len(chosen), len({each.owner for each in chosen}))
