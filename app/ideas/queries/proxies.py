"""Reading votes that colleagues cast for customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import ColumnElement, func, select

from app.accounts.models import Person
from app.core import clock
from app.core.settings import settings
from app.extensions import db
from app.ideas.models import Idea, ProxyVote
from app.ideas.queries.merging import merged_into, way_of
from app.voting.queries import voters

DAY = timedelta(days=1)
MOST_SHOWN = 50


def proxy_votes(idea: Idea, proxy: Person | None = None) -> Sequence[ProxyVote]:
    """The votes for this idea that were cast for customers (by one proxy) and stand, newest first, at most fifty."""
    query = select(ProxyVote).where(ProxyVote.idea_id == idea.id, ProxyVote.ended_at.is_(None))
    if proxy is not None:
        query = query.where(ProxyVote.proxy_id == proxy.id)
    return db.session.scalars(query.order_by(ProxyVote.cast_at.desc(), ProxyVote.id.desc()).limit(MOST_SHOWN)).all()


def proxy_vote(idea: Idea, person_id: int) -> ProxyVote | None:
    """What is known of a vote that was cast for somebody, ended ones too."""
    mine = (ProxyVote.idea_id == idea.id, ProxyVote.person_id == person_id)
    return db.session.scalar(select(ProxyVote).where(*mine))


def proxy_vote_by_id(number: int) -> ProxyVote | None:
    """One of them, ended ones too."""
    return db.session.get(ProxyVote, number)


def proxied_at(idea: Idea, person: Person) -> list[ProxyVote]:
    """What was cast for somebody and stands, on this idea or on what was merged into it."""
    mine = (ProxyVote.person_id == person.id, ProxyVote.ended_at.is_(None))
    if not db.session.scalar(select(has_proxied(person))):
        return []  # nearly always, and each vote asks
    return [vote for vote in db.session.scalars(select(ProxyVote).where(*mine)) if idea in way_of(vote.idea)]


def has_proxied(person: Person) -> ColumnElement[bool]:
    """Whether anything that was cast for somebody stands, on whatever idea."""
    return select(ProxyVote.id).where(ProxyVote.person_id == person.id, ProxyVote.ended_at.is_(None)).exists()


def on_behalf_count(idea: Idea) -> int:
    """How many of an idea's votes were cast for customers, those that came with a merge included."""
    return len(_on_behalf(idea) & set(voters("idea", idea.id)))


def _on_behalf(idea: Idea) -> set[int]:
    live = select(ProxyVote.person_id).where(ProxyVote.idea_id == idea.id, ProxyVote.ended_at.is_(None))
    found = set(db.session.scalars(live))
    for merge, other in merged_into(idea):
        found |= set(merge.carried) & _on_behalf(other)
    return found


def cast_lately(proxy: Person) -> int:
    """How many votes somebody cast for others within a day."""
    theirs = (ProxyVote.proxy_id == proxy.id, ProxyVote.cast_at > clock.now() - DAY)
    return db.session.scalar(select(func.count()).select_from(ProxyVote).where(*theirs)) or 0


def word_for(vote: ProxyVote) -> str:
    """A signed word for a vote, which lets the customer take it back from their mail without an account."""
    return str(_signer().dumps(vote.id))


def by_word(word: str) -> ProxyVote | None:
    """The vote whose word it is; None for a word that we did not sign."""
    try:
        number = _signer().loads(word)
    except BadSignature:
        return None
    return db.session.get(ProxyVote, number) if isinstance(number, int) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(list(reversed(settings().secret_keys)), salt="proxy-vote")
