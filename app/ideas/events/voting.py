"""Votes."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.vote_cast", "idea:{idea_id}")
class VoteCast(Event):
    """A vote was cast (1) or taken back (0); by somebody else where it was on behalf of a customer.

    One that is `hidden` is announced to no page, or the votes of a blind challenge could be counted there.
    """

    idea_id: int
    person_id: int
    value: int
    hidden: bool = False

    def live_topics(self) -> list[str]:
        """None while counts are hidden."""
        return [] if self.hidden else [f"idea:{self.idea_id}"]


@happening("ideas.vote_proxied", "idea:{idea_id}")
class VoteProxied(Event):
    """A colleague cast a customer's vote; announced like any other."""

    idea_id: int
    proxy_vote_id: int
    person_id: int
    hidden: bool = False

    def live_topics(self) -> list[str]:
        """None while counts are hidden."""
        return [] if self.hidden else [f"idea:{self.idea_id}"]
