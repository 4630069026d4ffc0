"""Which mentor suits a novice: who knows the same topics, works in the same function, and leads few; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FULL = 5


@dataclass(frozen=True, slots=True)
class Learner:
    """A novice: what they know about, the best known first, and what they do."""

    id: int
    topics: Sequence[str]
    function: str


@dataclass(frozen=True, slots=True)
class Mentor:
    """A mentor: the same, and how many novices they lead."""

    id: int
    topics: Sequence[str]
    function: str
    load: int


@dataclass(frozen=True, slots=True)
class Match:
    """A mentor for a novice, and why."""

    mentor_id: int
    shared: tuple[str, ...]
    same_function: bool
    load: int


def propose(novice: Learner, mentors: Iterable[Mentor]) -> list[Match]:
    """The mentors who suit somebody, best first: topics in common, then function, then who leads fewer.

    Whoever leads so many already that they are full is not proposed, nor is anybody to themselves.
    """
    free = [mentor for mentor in mentors if mentor.load < FULL and mentor.id != novice.id]
    matches = [_match(novice, mentor) for mentor in free]
    return sorted(matches, key=lambda m: (-len(m.shared), not m.same_function, m.load, m.mentor_id))


def share_out(novices: Iterable[Learner], mentors: Iterable[Mentor]) -> dict[int, Match]:
    """The best mentor for each novice in turn, each proposal counting as a novice of that mentor for those after it."""
    loads, found = {mentor.id: mentor for mentor in mentors}, {}
    for novice in novices:
        best = next(iter(propose(novice, loads.values())), None)
        if best is None:
            continue
        found[novice.id] = best
        taken = loads[best.mentor_id]
        loads[best.mentor_id] = Mentor(taken.id, taken.topics, taken.function, taken.load + 1)
    return found


def _match(novice: Learner, mentor: Mentor) -> Match:
    shared = tuple(name for name in mentor.topics if name in set(novice.topics))
    function = novice.function.strip().casefold()
    return Match(mentor.id, shared, bool(function) and function == mentor.function.strip().casefold(), mentor.load)
