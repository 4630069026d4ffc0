"""Rings: people who vote for each other's ideas, or for the same ones at the same times."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations
from math import log

from app.voting.watch.votes import Cast, Suspicion, by_idea, by_person

FEWEST = 4
# Two votes on an idea within this time may have been arranged; of its voters, so many next ones are compared.
TOGETHER = timedelta(hours=2)
NEIGHBOURS = 60
FEWEST_TOGETHER = 3
MOSTLY = 0.6
CHANCE = 0.05
# Of a group that is found also those are part who fall short with some of it, but are this near to it as a whole.
NEAR = 0.6

Graph = dict[int, set[int]]
Near = dict[int, dict[int, float]]


def rings(votes: Sequence[Cast]) -> list[Suspicion]:
    """Groups of at least four in which most are tied to most: by voting for each other, or together."""
    found: list[Suspicion] = []
    for ties, near in (_mutual(votes), _together(votes)):
        for group in _groups(ties, near):
            if not any(set(group) <= set(known.people) for known in found):
                found.append(_told(votes, group, ties))
    return [each for each in found if each.vote_ids]


def _mutual(votes: Sequence[Cast]) -> tuple[Graph, Near]:
    """Ties between two who voted for each other's ideas; whoever did so one way is halfway near."""
    given = {(vote.person, vote.author) for vote in votes}
    ties: Graph = defaultdict(set)
    near: Near = defaultdict(lambda: defaultdict(float))
    for person, author in given:
        if person != author:
            near[person][author] += 0.5
            near[author][person] += 0.5
        if (author, person) in given and person != author:
            ties[person].add(author)
    return ties, near


def _together(votes: Sequence[Cast]) -> tuple[Graph, Near]:
    """Ties between two whose votes coincide in idea and time more than the popularity of either would bring about.

    Each coincidence counts by how rare it is: the share of voters who voted for the idea, times the share of its
    pairs of voters who did so within two hours. A tie needs more than chance would bring about in one of twenty
    challenges among all pairs of voters; and most of what the quieter of the two voted for must coincide.
    """
    voted = {person: len(theirs) for person, theirs in by_person(votes).items()}
    pairs = len(voted) * (len(voted) - 1) / 2
    weight: dict[tuple[int, int], float] = defaultdict(float)
    shared: Counter[tuple[int, int]] = Counter()
    for cast in by_idea(votes).values():
        close = list(_close(cast))
        room = max(len(cast) * (len(cast) - 1) / 2, 1)
        rare = -log(len(cast) / len(voted)) - log(min(1.0, len(close) / room)) if close else 0.0
        for pair in close:
            weight[pair] += rare
            shared[pair] += 1
    ties: Graph = defaultdict(set)
    near: Near = defaultdict(lambda: defaultdict(float))
    needed = log(max(pairs, 1) / CHANCE)
    for (one, other), count in shared.items():
        if count >= 2:
            near[one][other] = near[other][one] = min(1.0, weight[one, other] / needed)
        if count >= FEWEST_TOGETHER and weight[one, other] > needed and count >= MOSTLY * min(voted[one], voted[other]):
            ties[one].add(other)
            ties[other].add(one)
    return ties, near


def _close(cast: Sequence[Cast]) -> Iterator[tuple[int, int]]:
    """Pairs of an idea's voters who voted within two hours of each other."""
    for place, vote in enumerate(cast):
        for other in cast[place + 1 : place + 1 + NEIGHBOURS]:
            if other.at - vote.at > TOGETHER:
                break
            yield min(vote.person, other.person), max(vote.person, other.person)


def _groups(ties: Graph, near: Near) -> Iterator[tuple[int, ...]]:
    """Groups in which everybody is tied to most of the others: what is left of a component without its loosest."""
    left = {person: set(others) for person, others in ties.items()}
    while left:
        component = _component(left, min(left))
        core = _core(left, component)
        if core:
            core = _grown(core, near)
            yield tuple(sorted(core))
        # Where a group was found, the rest of the component may hold another.
        gone = core or component
        left = {person: others - gone for person, others in left.items() if person not in gone}


def _grown(core: set[int], near: Near) -> set[int]:
    """The group with those who are near to it as a whole, if not with each of it."""
    others = {person for member in core for person in near.get(member, ())} - core
    return core | {
        person for person in others if sum(near[person].get(member, 0.0) for member in core) >= NEAR * len(core)
    }


def _component(ties: Graph, start: int) -> set[int]:
    found, ahead = {start}, [start]
    while ahead:
        for other in ties.get(ahead.pop(), ()):
            if other not in found:
                found.add(other)
                ahead.append(other)
    return found


def _core(ties: Graph, group: set[int]) -> set[int]:
    """Take away, again and again, who is tied to the fewest, until everybody is tied to most."""
    core = set(group)
    while len(core) >= FEWEST:
        loosest = min(core, key=lambda person: (len(ties[person] & core), person))
        if len(ties[loosest] & core) >= MOSTLY * (len(core) - 1):
            return core
        core.discard(loosest)
    return set()


def _told(votes: Sequence[Cast], group: tuple[int, ...], ties: Graph) -> Suspicion:
    """The group with the votes that make it one: for each other's ideas, and those that most of it share."""
    members = set(group)
    theirs = [vote for vote in votes if vote.person in members]
    favoured = {idea for idea, count in Counter(v.idea for v in theirs).items() if count >= MOSTLY * len(group)}
    # One's own idea takes no vote of one's own, so a ring of four gives each at most three.
    favoured |= {
        idea
        for idea, count in Counter(v.idea for v in theirs if v.author in members).items()
        if count >= MOSTLY * (len(group) - 1)
    }
    within = [vote for vote in theirs if vote.idea in favoured]
    tied = sum(len(ties[one] & {other}) for one, other in combinations(group, 2))
    evidence: dict[str, float] = {
        "people": len(group), "ideas": len(favoured), "votes": len(within), "of_their_votes": len(theirs),
        "tied_pairs": tied, "pairs": len(group) * (len(group) - 1) // 2,
        "for_each_other": sum(vote.author in members for vote in within),
    }  # fmt: skip
    return Suspicion("ring", group, tuple(sorted(vote.vote_id for vote in within)), evidence)
