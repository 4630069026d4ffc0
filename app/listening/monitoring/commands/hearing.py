"""Hearing what was said: scored once on arrival, and anew when its words change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import Actor, record
from app.extensions import db
from app.listening.monitoring import queries
from app.listening.monitoring.events import Scored
from app.listening.monitoring.models import Mention, MentionTerm
from app.listening.monitoring.sentiment import sentiment
from app.listening.monitoring.terms import terms
from app.listening.monitoring.urgency import urgency

LONGEST_READ = 20_000
LONGEST_EVIDENCE = 300
CLOSE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Something said: what makes it come in once, where and when, by whom, in which words.

    On this site `key` is its subject, and the words stay where they are. `identity` names who has no account here,
    `named_by` whoever says that it is the author's, where nothing else does.
    """

    key: str
    channel: str
    said_at: datetime
    text: str
    subject: str = ""
    author: str = ""
    person_id: int | None = None
    identity: str = ""
    named_by: str = ""
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
    mention, is_new = queries.by_key(heard.key), False
    if mention is None:
        mention, is_new = _kept(heard, by)
    mention.follower_count, mention.reply_count = heard.follower_count, heard.reply_count
    mention.share_count = heard.share_count
    scores = _scores(heard.text)
    if is_new or abs(mention.sentiment - scores[0]) + abs(mention.urgency - scores[1]) > CLOSE:
        mention.sentiment, mention.urgency = scores
        _record(mention, heard.page, heard.identity, by=by)
    _keep_terms(mention, terms(heard.text[:LONGEST_READ], heard.topics), is_new=is_new)
    db.session.flush()
    return mention, is_new


def confirm_author(mention: Mention, evidence: str, *, by: Person) -> None:
    """Bear out that a forwarded mail is whose its forwarder says; from now on it counts as theirs for others, too.

    Raises Invalid without evidence, and Conflict where that is known already.
    """
    db.session.refresh(mention, ["named_by"], with_for_update={"of": Mention})
    if not mention.named_by:
        raise Conflict(_("It is known already whose it is."))
    if not 0 < len(evidence.strip()) <= LONGEST_EVIDENCE:
        raise Invalid({"evidence": _("Say in a sentence how you know that it is theirs.")})
    mention.named_by = ""
    audit.log("listening.author_confirmed", mention.subject, by=by, reason=evidence.strip())
    db.session.flush()
    _record(mention, mention.stands_on, mention.identity, by=by)


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


def _kept(heard: Heard, by: Actor | None) -> tuple[Mention, bool]:
    """Kept, with whether it is new: where another hands in the same at once, the faster one's row counts."""
    scores = _scores(heard.text)
    mention = Mention(
        key=heard.key, subject=heard.subject, channel=heard.channel, said_at=heard.said_at, heard_at=clock.now(),
        author=heard.author, person_id=heard.person_id, named_by=heard.named_by[:254],
        text="" if heard.subject else heard.text, url=heard.url,
        question_id=heard.question_id, answer_id=heard.answer_id, idea_id=heard.idea_id, comment_id=heard.comment_id,
        answer_count=0, sentiment=scores[0], urgency=scores[1], heard_by_id=by.id if by else None,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(mention)
    except IntegrityError:
        return db.session.scalars(select(Mention).where(Mention.key == heard.key)).one(), False
    if not mention.subject:
        mention.subject = f"mention:{mention.id}"
    return mention, True


def _record(mention: Mention, page: str, identity: str, *, by: Actor | None) -> None:
    record(
        Scored(
            mention_id=mention.id, subject=mention.subject, page=page, person_id=mention.person_id, identity=identity,
            channel=mention.channel, sentiment=round(mention.sentiment, 4), urgency=round(mention.urgency, 4),
        ),
        by=by, at=mention.said_at,
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
