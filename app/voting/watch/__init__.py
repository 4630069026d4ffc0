"""Watching for manipulated votes: pure reckoning over who voted for what, when, and from where. It decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from app.voting.watch.bursts import bursts
from app.voting.watch.puppets import puppets
from app.voting.watch.rings import rings
from app.voting.watch.votes import Cast, Suspicion

__all__ = ["Cast", "Suspicion", "look"]


def look(votes: Sequence[Cast]) -> list[Suspicion]:
    """What looks arranged among the votes of one challenge, each with its reasons."""
    return [*rings(votes), *bursts(votes), *puppets(votes)]
