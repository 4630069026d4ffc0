"""What the watch looks at, and what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Cast:
    """One vote that stands; `author` wrote the idea, `joined_at` is the voter's, a trace is empty where unknown."""

    vote_id: int
    person: int
    idea: int
    author: int
    at: datetime
    joined_at: datetime
    journey: str = ""
    address: str = ""


@dataclass(frozen=True)
class Suspicion:
    """Votes that look arranged; `kind` is ring, burst, journey or address, `evidence` the figures that say why."""

    kind: str
    people: tuple[int, ...]
    vote_ids: tuple[int, ...]
    evidence: dict[str, float]


def by_person(votes: Iterable[Cast]) -> dict[int, list[Cast]]:
    """The votes of each voter."""
    found: dict[int, list[Cast]] = defaultdict(list)
    for vote in votes:
        found[vote.person].append(vote)
    return found


def by_idea(votes: Iterable[Cast]) -> dict[int, list[Cast]]:
    """The votes on each idea, earliest first."""
    found: dict[int, list[Cast]] = defaultdict(list)
    for vote in sorted(votes, key=lambda vote: (vote.at, vote.vote_id)):
        found[vote.idea].append(vote)
    return found


def likeness(sets: Sequence[frozenset[int]]) -> float:
    """Mean share, over all pairs of voters, of what both voted for among what either did (Jaccard); 0 for fewer."""
    pairs = [(one, other) for place, one in enumerate(sets) for other in sets[place + 1 :]]
    return sum(len(one & other) / len(one | other) for one, other in pairs) / len(pairs) if pairs else 0.0
