"""Trying a rule on what was written already, before it is switched on.

Each feature above says here what its texts are (`add`): how those that a person may see are read, the newest first, and
which events of the book say that one was posted. Screening itself knows no question and no idea.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts.models import Person
from app.core.settings import settings
from app.screening import trained
from app.screening.check import check
from app.screening.rules import Findings, Rule
from app.screening.writer import Writer

MOST = 2_000
EXAMPLES = 20


@dataclass(frozen=True)
class Past:
    """A text that somebody posted; `author` is None where rules must not know who it was."""

    scope: str
    title: str
    text: str
    url: str
    space_id: int
    author: Person | None
    posted_at: datetime


@dataclass(frozen=True)
class Source:
    """One kind of texts of one feature: `recent` reads those a person may see, of a space or all, the newest first."""

    name: str
    posted: tuple[str, ...]
    recent: Callable[[Person, int | None, int], Sequence[Past]]


@dataclass(frozen=True)
class Example:
    """A text that the rule would have found something in."""

    past: Past
    findings: Findings


@dataclass(frozen=True)
class Trial:
    """What a rule would have done: texts it looked at, those found by kind of text, and the newest examples."""

    looked: int
    found: int
    by_scope: dict[str, int]
    since: datetime | None
    examples: tuple[Example, ...]


_sources: dict[str, Source] = {}


def add(source: Source) -> None:
    """Take part in trials and in what counts as posting; adding the same name again replaces it."""
    _sources[source.name] = source


def posted_names() -> list[str]:
    """The events that say that somebody posted a text."""
    return sorted({name for source in _sources.values() for name in source.posted})


def recent(rule: Rule, person: Person, last: int) -> list[Past]:
    """The last texts that a rule looks at and that this person may see, newest first."""
    texts = [past for source in _sources.values() for past in source.recent(person, rule.space_id, last)]
    meant = [past for past in texts if rule.covers(past.scope, past.space_id)]
    return sorted(meant, key=lambda past: past.posted_at, reverse=True)[:last]


def dry_run(rule: Rule, person: Person, *, last: int) -> Trial:
    """What a rule would have found in the last texts that this person may see; changes nothing, tells nobody."""
    texts = recent(rule, person, min(last, MOST))
    times = _times(texts)
    found = [Example(past, findings) for past in texts if (findings := _found(rule, past, times))]
    by_scope = Counter(example.past.scope for example in found)
    since = texts[-1].posted_at if texts else None
    return Trial(len(texts), len(found), dict(by_scope), since, tuple(found[:EXAMPLES]))


def _found(rule: Rule, past: Past, times: dict[int, list[datetime]]) -> Findings:
    region, writer = settings().phone_region, _writer(past, times)
    return check(past.text, [rule], past.scope, region, space_id=past.space_id, writer=writer, scorer=trained.scorer)


def _times(texts: Iterable[Past]) -> dict[int, list[datetime]]:
    """When each author posted, among the texts that are tried."""
    times: dict[int, list[datetime]] = {}
    for past in texts:
        if past.author is not None:
            times.setdefault(past.author.id, []).append(past.posted_at)
    return times


def _writer(past: Past, times: dict[int, list[datetime]]) -> Writer | None:
    """Who wrote it, as they were then."""
    if past.author is None:
        return None
    mine, moment = times[past.author.id], past.posted_at

    def lately(minutes: int) -> int:
        since = moment - timedelta(minutes=minutes)
        return sum(since < each < moment for each in mine)

    return Writer(past.author.is_employee, (moment - past.author.joined_at) / timedelta(days=1), lately)
