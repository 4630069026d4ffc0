"""Reading monitors, what they found, and what they would have found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, select

from app.accounts.models import Person
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.listening.monitoring.models import AlertRule, Lead, Mention, Monitor, MonitorMatch
from app.listening.monitoring.queries.mentions import said_by_mention, visible
from app.listening.monitoring.wording import Query, folded

# How far back words are tried, and on how many mentions at most.
PAST = timedelta(days=90)
MOST_TRIED = 2_000
AT_ONCE = 200
EXAMPLES = 10


@dataclass
class Trial:
    """What words would have found in the mentions of 90 days that somebody may read, at most 2,000 of them."""

    looked: int = 0
    found: int = 0
    by_day: Counter[date] = field(default_factory=Counter)
    examples: list[Mention] = field(default_factory=list)


def monitors(*, after: str | None = None, limit: int = 30) -> Page[Monitor]:
    """All monitors, the newest first."""
    return page(select(Monitor), Monitor.id, after=after, limit=limit)


def monitor(monitor_id: int) -> Monitor | None:
    """One of them."""
    return db.session.get(Monitor, monitor_id)


def monitors_on() -> Sequence[Monitor]:
    """Those that listen."""
    return db.session.scalars(select(Monitor).where(Monitor.active_since.is_not(None)).order_by(Monitor.id)).all()


def monitor_choices(limit: int = 200) -> Sequence[Monitor]:
    """Those that a rule can rest on, by name."""
    return db.session.scalars(select(Monitor).order_by(Monitor.name, Monitor.id).limit(limit)).all()


def matched_by(mention: Mention) -> set[int]:
    """Ids of the monitors that found a mention."""
    query = select(MonitorMatch.monitor_id).where(MonitorMatch.mention_id == mention.id)
    return set(db.session.scalars(query))


def found_by(monitor: Monitor, person: Person, *, after: str | None = None, limit: int = 30) -> Page[Mention]:
    """What a monitor found, as far as somebody may read it, the newest first."""
    ids = select(MonitorMatch.mention_id).where(MonitorMatch.monitor_id == monitor.id)
    query = select(Mention).where(Mention.id.in_(ids), visible(person))
    return page(query, Mention.said_at, Mention.id, after=after, limit=limit)


def found_counts(monitors: Sequence[Monitor], person: Person) -> dict[int, int]:
    """How much each of these found that somebody may read."""
    ids = [each.id for each in monitors]
    counted = select(MonitorMatch.monitor_id, func.count()).join(Mention, Mention.id == MonitorMatch.mention_id)
    counted = counted.where(MonitorMatch.monitor_id.in_(ids), visible(person)).group_by(MonitorMatch.monitor_id)
    return {int(number): int(count) for number, count in db.session.execute(counted)}


def rests_on(monitor: Monitor) -> bool:
    """Whether a rule or a lead rests on a monitor."""
    rule = select(AlertRule.id).where(AlertRule.monitor_id == monitor.id).limit(1)
    lead = select(Lead.id).where(Lead.monitor_id == monitor.id).limit(1)
    return db.session.scalar(rule) is not None or db.session.scalar(lead) is not None


def trial(query: Query, person: Person) -> Trial:
    """Try words on the past."""
    tried = Trial()
    for mention, text in past(person):
        tried.looked += 1
        if query.fits(folded(text)):
            tried.found += 1
            tried.by_day[mention.said_at.date()] += 1
            if len(tried.examples) < EXAMPLES:
                tried.examples.append(mention)
    return tried


def past(person: Person) -> list[tuple[Mention, str]]:
    """The mentions of the last 90 days that somebody may read, with their words, the newest first."""
    since = clock.now() - PAST
    query = select(Mention).where(Mention.said_at >= since, visible(person))
    rows = db.session.scalars(query.order_by(Mention.said_at.desc(), Mention.id.desc()).limit(MOST_TRIED)).all()
    found: list[tuple[Mention, str]] = []
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        said = said_by_mention(some)
        found += [(row, said[row.id]) for row in some]
    return found
