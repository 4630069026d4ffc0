"""What was found about votes, and what was decided about it; who looks at it is told by its own topic alone."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.votes_found", "vote-findings")
class VotesFound(Event):
    """The watch found votes that look arranged."""

    finding_id: int
    challenge_id: int


@happening("ideas.votes_set_aside", "vote-findings")
class VotesSetAside(Event):
    """Somebody decided that these votes do not count."""

    finding_id: int
    challenge_id: int


@happening("ideas.votes_restored", "vote-findings")
class VotesRestored(Event):
    """That was undone."""

    finding_id: int
    challenge_id: int


@happening("ideas.finding_dismissed", "vote-findings")
class FindingDismissed(Event):
    """Somebody decided that nothing is wrong with these votes, or took that back."""

    finding_id: int
    challenge_id: int
    undone: bool


@happening("ideas.finding_answered", "vote-findings")
class FindingAnswered(Event):
    """Somebody whose votes were set aside answered."""

    finding_id: int
    challenge_id: int
