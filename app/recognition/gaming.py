"""Which of what people were given does not count: a pure reckoning over who gave what to whom, lately.

Five ways in which points are made instead of earned, each with the sentence a person reads:

- own: from oneself.
- split: the same from the same person again, for another answer to the same question.
- often: more than FREELY of a kind from one person to another within the window.
- ring: people who give to each other mostly: in the graph of gifts, keep an edge only where it is at least CONCENTRATED
  of what its giver gave and of what its receiver got, take the strongly connected parts (Kosaraju), and of these the
  ones whose members gave at least MOSTLY of what they gave, and got as much of what they got, among themselves. Honest
  people who happen to thank each other give to others too; and more than MOST_IN_A_RING are no ring, but a small
  community in which everybody knows everybody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

WINDOW = timedelta(days=90)
FREELY = 5
CONCENTRATED = 0.1
MOSTLY = 0.6
MOST_IN_A_RING = 8
OWN, SPLIT, OFTEN, RING = "own", "split", "often", "ring"
REASONS = frozenset({OWN, SPLIT, OFTEN, RING})


@dataclass(frozen=True)
class Gift:
    """Something that earned points: its line, who gave it to whom, what it was, and about which page (question:7)."""

    line: int
    giver: int
    receiver: int
    kind: str
    page: str


def discounted(gifts: Iterable[Gift]) -> dict[int, str]:
    """The lines that do not count, each with why; `gifts` oldest first, those of the window."""
    given = list(gifts)
    found = {gift.line: OWN for gift in given if gift.giver == gift.receiver}
    seen: set[tuple[int, int, str, str]] = set()
    often: Counter[tuple[int, int, str]] = Counter()
    for gift in given:
        if gift.line in found:
            continue
        once = (gift.giver, gift.receiver, gift.kind, gift.page)
        often[once[:3]] += 1
        if once in seen:
            found[gift.line] = SPLIT
        elif often[once[:3]] > FREELY:
            found[gift.line] = OFTEN
        seen.add(once)
    part = rings((gift.giver, gift.receiver) for gift in given if gift.giver != gift.receiver)
    for gift in given:
        if gift.giver in part and part[gift.giver] == part.get(gift.receiver) and gift.giver != gift.receiver:
            found[gift.line] = RING
    return found


def rings(edges: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Who is in a ring, by a number of each; edges are (giver, receiver), one a gift."""
    weights = Counter(edges)
    gave: Counter[int] = Counter()
    got: Counter[int] = Counter()
    for (giver, receiver), count in weights.items():
        gave[giver] += count
        got[receiver] += count
    strong: dict[int, list[int]] = defaultdict(list)
    for (giver, receiver), count in weights.items():
        if count >= CONCENTRATED * gave[giver] and count >= CONCENTRATED * got[receiver]:
            strong[giver].append(receiver)
    found: dict[int, int] = {}
    for number, members in enumerate(_strongly_connected(strong)):
        inside = sum(weights[giver, receiver] for giver in members for receiver in strong.get(giver, ()))
        most = max(sum(gave[each] for each in members), sum(got[each] for each in members))
        if 1 < len(members) <= MOST_IN_A_RING and inside >= MOSTLY * most:
            found.update(dict.fromkeys(members, number))
    return found


def _strongly_connected(graph: Mapping[int, list[int]]) -> Iterator[list[int]]:
    """Kosaraju's parts: whoever is reached against the edges, from those who were left last along them."""
    against: dict[int, list[int]] = defaultdict(list)
    for node, afters in graph.items():
        for after in afters:
            against[after].append(node)
    seen: set[int] = set()
    for root in reversed(_left(graph)):
        if root not in seen:
            yield _walk(against, root, seen)


def _left(graph: Mapping[int, list[int]]) -> list[int]:
    """All nodes in the order in which a walk leaves them for good."""
    seen: set[int] = set()
    order: list[int] = []
    for root in graph:
        if root not in seen:
            order += _walk(graph, root, seen)
    return order


def _walk(graph: Mapping[int, list[int]], root: int, seen: set[int]) -> list[int]:
    """What is reached from here and was not seen, in the order of leaving; no recursion, as a ring may be long."""
    seen.add(root)
    order, path = [], [(root, iter(graph.get(root, ())))]
    while path:
        node, rest = path[-1]
        onward = next((each for each in rest if each not in seen), None)
        if onward is None:
            order.append(node)
            path.pop()
        else:
            seen.add(onward)
            path.append((onward, iter(graph.get(onward, ()))))
    return order
