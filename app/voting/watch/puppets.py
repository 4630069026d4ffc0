"""Sock puppets: several accounts that vote from one browser, or from one address that nobody else uses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from app.voting.watch.votes import Cast, Suspicion, by_person, likeness

# Two share a browser at home, three a household; an office's address is shared by many who vote as they like.
FEWEST_OF_JOURNEY, FEWEST_OF_ADDRESS = 3, 4
NEARLY_ALL = 0.8
ALIKE = 0.4


def puppets(votes: Sequence[Cast]) -> list[Suspicion]:
    """Accounts that voted for an idea in one journey; and those of an address that all vote alike."""
    return [*_of_journeys(votes), *_of_addresses(votes)]


def _of_journeys(votes: Sequence[Cast]) -> Iterable[Suspicion]:
    for theirs in _by((vote.journey, vote) for vote in votes).values():
        wide = _wide(theirs, FEWEST_OF_JOURNEY)
        together = [vote for vote in theirs if vote.idea in wide]
        if together:
            yield _told("journey", together)


def _of_addresses(votes: Sequence[Cast]) -> Iterable[Suspicion]:
    sets = {person: frozenset(v.idea for v in theirs) for person, theirs in by_person(votes).items()}
    for theirs in _by((vote.address, vote) for vote in votes).values():
        here = {vote.person for vote in theirs}
        wide = _wide(theirs, max(FEWEST_OF_ADDRESS, round(NEARLY_ALL * len(here))))
        together = [vote for vote in theirs if vote.idea in wide]
        people = sorted({vote.person for vote in together})
        if together and likeness([sets[person] for person in people]) >= ALIKE:
            yield _told("address", together)


def _wide(votes: Sequence[Cast], fewest: int) -> set[int]:
    """The ideas that at least so many of these accounts voted for."""
    voters = Counter(idea for idea, _person in {(vote.idea, vote.person) for vote in votes})
    return {idea for idea, count in voters.items() if count >= fewest}


def _by(named: Iterable[tuple[str, Cast]]) -> dict[str, list[Cast]]:
    found: dict[str, list[Cast]] = defaultdict(list)
    for name, vote in named:
        if name:
            found[name].append(vote)
    return found


def _told(kind: str, votes: Sequence[Cast]) -> Suspicion:
    people = tuple(sorted({vote.person for vote in votes}))
    evidence = {"people": len(people), "ideas": len({vote.idea for vote in votes}), "votes": len(votes)}
    return Suspicion(kind, people, tuple(sorted(vote.vote_id for vote in votes)), dict(evidence))
