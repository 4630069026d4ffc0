"""Hearing what was said: scored once on arrival, and anew when its words change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from app.core import clock
from app.core.events import Actor, record
from app.extensions import db
from app.listening.monitoring import queries
from app.listening.monitoring.events import Scored
from app.listening.monitoring.models import Mention, MentionTerm
from app.listening.monitoring.sentiment import sentiment
from app.listening.monitoring.terms import terms
from app.listening.monitoring.urgency import urgency

LONGEST_READ = 20_000
CLOSE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Something said: what makes it come in once, where and when, by whom, in which words.

    On this site `key` is its subject, and the words stay where they are. `identity` names who has no account here.
    """

    key: str
    channel: str
    said_at: datetime
    text: str
    subject: str = ""
    author: str = ""
    person_id: int | None = None
    identity: str = ""
    url: str = ""
    question_id: int | None = None
    answer_id: int | None = None
    idea_id: int | None = None
    comment_id: int | None = None
    follower_count: int = 0
    reply_count: int = 0
    share_count: int = 0
    topics: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The page of this site that it stands on."""
        if self.idea_id:
            return f"idea:{self.idea_id}"
        return f"question:{self.question_id}" if self.question_id else ""


def hear(heard: Heard, *, by: Actor | None) -> tuple[Mention, bool]:
    """Score something and keep it, once per key; returns it with whether it is new.

    Once more: it is scored anew if its words changed, and its counts follow.
    """
    mention = queries.by_key(heard.key)
    is_new = mention is None
    if mention is None:
        mention = _kept(heard, by)
    mention.follower_count, mention.reply_count = heard.follower_count, heard.reply_count
    mention.share_count = heard.share_count
    scores = _scores(heard.text)
    if is_new or abs(mention.sentiment - scores[0]) + abs(mention.urgency - scores[1]) > CLOSE:
        mention.sentiment, mention.urgency = scores
        _tell(mention, heard, by)
    _keep_terms(mention, terms(heard.text[:LONGEST_READ], heard.topics), is_new=is_new)
    db.session.flush()
    return mention, is_new


def forget(key: str) -> None:
    """Take a mention out."""
    mention = queries.by_key(key)
    if mention is not None:
        db.session.execute(delete(MentionTerm).where(MentionTerm.mention_id == mention.id))
        db.session.delete(mention)


def count_answers(question_id: int, count: int) -> None:
    """Keep how many answers a question caused on what asked it."""
    mention = queries.by_key(f"question:{question_id}")
    if mention is not None:
        mention.answer_count = count


def _kept(heard: Heard, by: Actor | None) -> Mention:
    scores = _scores(heard.text)
    mention = Mention(
        key=heard.key, subject=heard.subject, channel=heard.channel, said_at=heard.said_at, heard_at=clock.now(),
        author=heard.author, person_id=heard.person_id, text="" if heard.subject else heard.text, url=heard.url,
        question_id=heard.question_id, answer_id=heard.answer_id, idea_id=heard.idea_id, comment_id=heard.comment_id,
        answer_count=0, sentiment=scores[0], urgency=scores[1], heard_by_id=by.id if by else None,
    )  # fmt: skip
    db.session.add(mention)
    db.session.flush()
    if not mention.subject:
        mention.subject = f"mention:{mention.id}"
    return mention


def _tell(mention: Mention, heard: Heard, by: Actor | None) -> None:
    record(
        Scored(
            mention_id=mention.id, subject=mention.subject, page=heard.page, person_id=heard.person_id,
            identity=heard.identity, channel=heard.channel, sentiment=round(mention.sentiment, 4),
            urgency=round(mention.urgency, 4),
        ),
        by=by, at=heard.said_at,
    )  # fmt: skip


def _scores(text: str) -> tuple[float, float]:
    felt = sentiment(text)
    return felt, urgency(text, felt)


def _keep_terms(mention: Mention, wanted: Iterable[str], *, is_new: bool) -> None:
    terms_now = set(wanted)
    of_it = MentionTerm.mention_id == mention.id
    known = set() if is_new else set(db.session.scalars(select(MentionTerm.term).where(of_it)))
    if gone := known - terms_now:
        db.session.execute(delete(MentionTerm).where(of_it, MentionTerm.term.in_(gone)))
    if new := sorted(terms_now - known):
        db.session.execute(insert(MentionTerm), [{"mention_id": mention.id, "term": term} for term in new])
