"""The journeys behind a figure, one by one, of nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.accounts.models import Person
from app.board import queries as board
from app.board.models import Question
from app.core.pages import Page, decode, encode
from app.insights.models import HOLDOUT, TREATMENT
from app.insights.queries.counting import Count, Counted
from app.insights.queries.journeys import number_of

ARMS = (TREATMENT, HOLDOUT)
WHAT: Mapping[str, Callable[[Counted], bool]] = {
    "all": lambda _journey: True,
    "read": lambda journey: bool(journey.read),
    "suggested": lambda journey: journey.suggested,
    "found": lambda journey: bool(journey.seen) and not journey.suggested,
    "nothing": lambda journey: not journey.seen,
    "contacted": lambda journey: journey.contacted_at is not None,
    "quiet": lambda journey: journey.contacted_at is None,
}


@dataclass(frozen=True)
class Rows:
    """A page of journeys, how many there are, and the questions read in them that the viewer may see."""

    page: Page[Counted]
    n: int
    questions: Mapping[int, Question]

    def read(self, journey: Counted) -> list[Question]:
        """The questions opened in one of them."""
        numbers = [number_of(subject, "question") or 0 for subject in journey.read]
        return [self.questions[number] for number in numbers if number in self.questions]


def rows(counted: Count, viewer: Person | None, *, arm: str, what: str, after: str | None, limit: int) -> Rows:
    """Those of one group, or of both, in which something happened, oldest first; raises Invalid for a broken marker."""
    last = decode(after, 1)[0] if after else 0
    chosen = [each for each in counted.journeys if arm in ("", each.arm) and WHAT[what](each)]
    ahead = sorted((each for each in chosen if not isinstance(last, int) or each.id > last), key=lambda each: each.id)
    shown = ahead[:limit]
    more = encode([shown[-1].id]) if len(ahead) > limit else None
    numbers = {number_of(subject, "question") for journey in shown for subject in journey.read}
    questions = board.questions_by_ids(viewer, sorted(number for number in numbers if number is not None))
    return Rows(Page(shown, more), len(chosen), questions)
