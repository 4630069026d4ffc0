"""Figures of what was said, each of what one person may read: volume, moods, trends, what rises, who is heard."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import ColumnElement, func, select

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core import clock
from app.core.velocity import Movement, velocity
from app.extensions import db
from app.listening.monitoring.emerging import Emerging, emerging
from app.listening.monitoring.influence import influence, response
from app.listening.monitoring.models import Mention, MentionTerm
from app.listening.monitoring.queries.mentions import visible
from app.listening.monitoring.sentiment import MOODS, Mood, mood
from app.listening.monitoring.trend import Trend, weekly

WEEK = timedelta(days=7)
WEEKS_BEFORE = 8
# Beyond this many mentions of one period figures would cost more than a page may.
MOST_ROWS = 100_000
MOST_TERMS = 500
MOST_VOICES = 500


@dataclass(frozen=True)
class Volume:
    """What was said: of each of the `days` how many, by mood, by channel; `trend` where the days suffice for one."""

    days: Sequence[date]
    counts: Sequence[int]
    moods: dict[Mood, int]
    channels: list[tuple[str, int, float]]
    mean: Sequence[float | None]
    trend: Trend | None

    @property
    def total(self) -> int:
        """How many in all."""
        return sum(self.counts)


@dataclass(frozen=True)
class Moved:
    """How the number of mentions and their mean sentiment moved over three periods of the same length."""

    count: Movement
    sentiment: Movement


@dataclass(frozen=True)
class Voice:
    """Somebody who was heard: how often, how many follow them, what their words caused, and what that comes to."""

    channel: str
    author: str
    person: Person | None
    count: int
    followers: int
    response: int
    sentiment: float
    influence: float


def volume_of(person: Person, days: int, *, channel: str = "", term: str = "") -> Volume:
    """The last so many whole days in UTC, today among them."""
    first = clock.now().date() - timedelta(days=days - 1)
    every = [first + timedelta(days=number) for number in range(days)]
    query = select(Mention.said_at, Mention.channel, Mention.sentiment)
    query = query.where(*_about(person, channel, term), Mention.said_at >= clock.midnight(first))
    rows = db.session.execute(query.order_by(Mention.said_at.desc()).limit(MOST_ROWS)).all()
    by_day, felt, by_channel = (
        Counter[date](),
        defaultdict[date, list[float]](list),
        defaultdict[str, list[float]](list),
    )
    for said_at, name, score in rows:
        by_day[said_at.date()] += 1
        felt[said_at.date()].append(score)
        by_channel[name].append(score)
    moods = Counter(mood(score) for _at, _name, score in rows)
    counts = [by_day[day] for day in every]
    return Volume(
        days=every, counts=counts, moods={each: moods[each] for each in MOODS},
        channels=sorted(((k, len(v), sum(v) / len(v)) for k, v in by_channel.items()), key=lambda c: -c[1]),
        mean=[sum(felt[day]) / len(felt[day]) if felt[day] else None for day in every], trend=weekly(counts),
    )  # fmt: skip


def moved_over(person: Person, days: int, *, channel: str = "", term: str = "") -> Moved:
    """The same days against as many before them, and those against as many more.

    Of times before anything was heard nothing is known; a mean of nothing is not known either.
    """
    end, about = clock.midnight(clock.now().date() + timedelta(days=1)), _about(person, channel, term)
    edges = [end - timedelta(days=days * back) for back in (3, 2, 1, 0)]
    begun = db.session.scalar(select(func.min(Mention.said_at)).where(visible(person)))
    found = [
        db.session.execute(
            select(func.count(), func.avg(Mention.sentiment)).where(
                *about, Mention.said_at >= since, Mention.said_at < until
            )
        ).one()
        for since, until in pairwise(edges)
    ]
    known = [begun is not None and begun < until for until in edges[1:]]
    counts = [float(row[0]) if there else None for row, there in zip(found, known, strict=True)]
    return Moved(velocity(counts), velocity([None if row[1] is None else float(row[1]) for row in found]))


def _about(person: Person, channel: str, term: str) -> list[ColumnElement[bool]]:
    """What one person may read, of a channel and about a term where these are given."""
    wanted = [visible(person)]
    if channel:
        wanted.append(Mention.channel == channel)
    if term:
        wanted.append(Mention.id.in_(select(MentionTerm.mention_id).where(MentionTerm.term == term)))
    return wanted


def rising(person: Person) -> list[Emerging]:
    """What was said more in the last seven days than chance would have it, by the eight weeks before."""
    now = clock.now()
    recent = _term_counts(person, now - WEEK, now)
    wanted = [term for term, _count in recent.most_common(MOST_TERMS)]
    before = [
        _term_counts(person, now - (week + 1) * WEEK, now - week * WEEK, wanted) for week in range(1, WEEKS_BEFORE + 1)
    ]
    counts = {term: (recent[term], [week[term] for week in before]) for term in wanted}
    looked_at = _term_count(person, now - (WEEKS_BEFORE + 1) * WEEK, now)
    return _without_parts(emerging(counts, _growth(person, now), looked_at=looked_at))


def voices(person: Person, days: int, limit: int = 20) -> list[Voice]:
    """Who is heard, the most influential first: reach times response, so that followers alone come to nothing."""
    sums = [func.sum(column) for column in (Mention.reply_count, Mention.share_count, Mention.answer_count)]
    query = select(
        Mention.channel, Mention.author, Mention.person_id, func.count(), func.max(Mention.follower_count),
        func.avg(Mention.sentiment), *sums,
    )  # fmt: skip
    query = query.where(visible(person), Mention.said_at >= clock.now() - timedelta(days=days))
    query = query.where((Mention.author != "") | Mention.person_id.is_not(None))
    query = query.group_by(Mention.channel, Mention.author, Mention.person_id).having(sum(sums[1:], sums[0]) > 0)
    query = query.order_by(sum(sums[1:], sums[0]).desc()).limit(MOST_VOICES)
    rows = db.session.execute(query).all()
    people = accounts.by_ids({row[2] for row in rows if row[2]})
    heard = [
        Voice(channel, author, people.get(who), count, reach, response(*caused), felt, influence(reach, *caused))
        for channel, author, who, count, reach, felt, *caused in rows
    ]
    return sorted(heard, key=lambda each: (-each.influence, each.author))[:limit]


def _term_counts(person: Person, since: datetime, until: datetime, terms: Sequence[str] | None = None) -> Counter[str]:
    """How many mentions hold each term."""
    query = select(MentionTerm.term, func.count()).join(Mention, Mention.id == MentionTerm.mention_id)
    query = query.where(visible(person), Mention.said_at >= since, Mention.said_at < until)
    if terms is not None:
        query = query.where(MentionTerm.term.in_(terms))
    return Counter({str(term): int(count) for term, count in db.session.execute(query.group_by(MentionTerm.term))})


def _term_count(person: Person, since: datetime, until: datetime) -> int:
    """How many different terms were said at all."""
    query = select(func.count(MentionTerm.term.distinct())).join(Mention, Mention.id == MentionTerm.mention_id)
    return db.session.scalar(query.where(visible(person), Mention.said_at >= since, Mention.said_at < until)) or 0


def _growth(person: Person, now: datetime) -> float:
    """How much more is said in the last seven days than in a mean week of the eight before."""
    said = select(func.count()).select_from(Mention).where(visible(person))
    recent = db.session.scalar(said.where(Mention.said_at >= now - WEEK, Mention.said_at < now)) or 0
    begun = now - (WEEKS_BEFORE + 1) * WEEK
    before = db.session.scalar(said.where(Mention.said_at >= begun, Mention.said_at < now - WEEK)) or 0
    return recent * WEEKS_BEFORE / before if before else 1.0


def _without_parts(found: list[Emerging]) -> list[Emerging]:
    """A word that is only ever said in a pair that rose as much says nothing beside the pair."""
    pairs = {(word, each.count) for each in found if " " in each.topic for word in each.topic.split()}
    return [each for each in found if (each.topic, each.count) not in pairs]
