"""How votes for customers look."""

from __future__ import annotations

from app.accounts.api import PersonOut
from app.core.api import Out
from app.core.api.operations import Moment
from app.ideas.models import ProxyVote


class ProxyVoteOut(Out):
    """A vote that a colleague cast for a customer."""

    id: int
    idea_id: int
    customer: PersonOut
    proxy: PersonOut
    source: str
    note: str
    cast_at: Moment

    @classmethod
    def of(cls, vote: ProxyVote) -> ProxyVoteOut:
        """From a row."""
        return cls(
            id=vote.id, idea_id=vote.idea_id, customer=PersonOut.of(vote.person), proxy=PersonOut.of(vote.proxy),
            source=vote.source, note=vote.note, cast_at=vote.cast_at,
        )  # fmt: skip
