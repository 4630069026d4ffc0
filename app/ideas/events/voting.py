"""Votes."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.vote_cast", "idea:{idea_id}")
class VoteCast(Event):
    """A vote was cast (1) or taken back (0); by somebody else where it was on behalf of a customer."""

    idea_id: int
    person_id: int
    value: int


@happening("ideas.vote_proxied", "idea:{idea_id}")
class VoteProxied(Event):
    """A colleague cast a customer's vote."""

    idea_id: int
    proxy_vote_id: int
    person_id: int
