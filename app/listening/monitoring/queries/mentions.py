"""Mentions as one person may read them: what stands on this site, for nobody who may not read it there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.accounts.models import Person
from app.board.models import PUBLISHED, Answer, Question
from app.board.queries.visibility import may_read
from app.core.pages import Page, page
from app.core.text import excerpt
from app.discussion.models import SHOWN, Comment
from app.extensions import db
from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.listening.monitoring.models import Mention, MentionTerm
from app.listening.monitoring.sentiment import NEUTRAL_BELOW
from app.listening.monitoring.urgency import URGENT_FROM
from app.topics.models import Topic

SHOWN_WORDS = 280
LONGEST_READ = 4_000


@dataclass(frozen=True)
class Filters:
    """Which mentions; what is empty or None filters nothing. `urgent` is from half urgency on."""

    channel: str = ""
    mood: str = ""
    urgent: bool = False
    author: str = ""
    term: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        """As a condition on `Mention`."""
        rules: list[ColumnElement[bool]] = [Mention.id.is_not(None)]
        if self.channel:
            rules.append(Mention.channel == self.channel)
        if self.mood:
            rules.append(_of_mood(self.mood))
        if self.urgent:
            rules.append(Mention.urgency >= URGENT_FROM)
        if self.author:
            rules.append(Mention.author == self.author)
        if self.term:
            rules.append(Mention.id.in_(select(MentionTerm.mention_id).where(MentionTerm.term == self.term)))
        if self.since:
            rules.append(Mention.said_at >= self.since)
        if self.until:
            rules.append(Mention.said_at < self.until)
        return and_(*rules)


@dataclass(frozen=True)
class Words:
    """What a mention says now, and where it can be read: on this site, or at the address its source gave."""

    title: str
    text: str
    url: str

    @property
    def heading(self) -> str:
        """What stands for it in a list where it has no title: its first line, which of a mail is its subject."""
        return self.text.lstrip().partition("\n")[0]


def visible(person: Person | None) -> ColumnElement[bool]:
    """The rule, as a condition on `Mention`: its question, answer, idea and comment are all for a person's eyes."""
    questions = select(Question.id).where(may_read(person))
    answers = select(Answer.id).where(Answer.state == PUBLISHED)
    comments = select(Comment.id).where(Comment.state == SHOWN)
    seen = select(Idea.id).where(ideas.may_see(person), Idea.hold == "shown")
    return and_(
        or_(Mention.question_id.is_(None), Mention.question_id.in_(questions)),
        or_(Mention.answer_id.is_(None), Mention.answer_id.in_(answers)),
        or_(Mention.comment_id.is_(None), Mention.comment_id.in_(comments)),
        or_(Mention.idea_id.is_(None), Mention.idea_id.in_(seen)),
    )


def mentions(
    person: Person, filters: Filters | None = None, *, after: str | None = None, limit: int = 30
) -> Page[Mention]:
    """What was said, the newest first."""
    wanted = (filters or Filters()).condition
    query = select(Mention).where(visible(person), wanted)
    return page(query, Mention.said_at, Mention.id, after=after, limit=limit)


def visible_mention(person: Person, mention_id: int) -> Mention | None:
    """One, if this person may read it."""
    return db.session.scalar(select(Mention).where(Mention.id == mention_id, visible(person)))


def channels(person: Person) -> list[str]:
    """The channels that something this person may read came by."""
    return list(db.session.scalars(select(Mention.channel).where(visible(person)).distinct().order_by(Mention.channel)))


def by_id(mention_id: int) -> Mention | None:
    """One, for subscribers."""
    return db.session.get(Mention, mention_id)


def by_key(key: str) -> Mention | None:
    """The mention that came in under this key."""
    return db.session.scalar(select(Mention).where(Mention.key == key))


def texts_of(found: Iterable[Mention], length: int = SHOWN_WORDS) -> dict[int, Words]:
    """What these mentions say, by id, in one statement a kind of thing that they are; of each at most so much."""
    rows = list(found)
    questions = _by_id(Question, (row.question_id for row in rows))
    answers = _by_id(Answer, (row.answer_id for row in rows))
    things = _by_id(Idea, (row.idea_id for row in rows))
    comments = _by_id(Comment, (row.comment_id for row in rows))
    found_at = (questions, answers, things, comments)
    return {row.id: _words(row, found_at, length) for row in rows}


def said_by_mention(found: Iterable[Mention]) -> dict[int, str]:
    """The title and the first 4,000 characters of these mentions, by id, to look for words in."""
    return {number: f"{words.title}\n{words.text}" for number, words in texts_of(found, LONGEST_READ).items()}


def topic_names() -> dict[str, str]:
    """The slug of each topic by its name."""
    return {str(name): str(slug) for name, slug in db.session.execute(select(Topic.name, Topic.slug))}


def _words(row: Mention, found_at: tuple[dict[int, Any], ...], length: int) -> Words:
    questions, answers, things, comments = found_at
    page_of = questions.get(row.question_id or 0) or things.get(row.idea_id or 0)
    if page_of is None:
        return Words("", row.text if len(row.text) <= length else f"{row.text[:length]}…", row.url)
    part = comments.get(row.comment_id or 0) or answers.get(row.answer_id or 0)
    anchor = f"#answer-{row.answer_id}" if row.answer_id and not row.comment_id else ""
    said = part.body if part is not None else page_of.body
    return Words(page_of.title, excerpt(said, length) if said else "", f"{page_of.url}{anchor}")


def _by_id(model: Any, ids: Iterable[int | None]) -> dict[int, Any]:
    wanted = {each for each in ids if each}
    if not wanted:
        return {}
    rows: Sequence[Any] = db.session.scalars(select(model).where(model.id.in_(wanted))).unique().all()
    return {row.id: row for row in rows}


def _of_mood(mood: str) -> ColumnElement[bool]:
    if mood == "positive":
        return Mention.sentiment >= NEUTRAL_BELOW
    if mood == "negative":
        return Mention.sentiment <= -NEUTRAL_BELOW
    return and_(Mention.sentiment < NEUTRAL_BELOW, Mention.sentiment > -NEUTRAL_BELOW)
