"""Drawing who is invited and who sees what: by keyed hashes, so that the same seed gives the same people again."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """What one cell had, was to give, and gave."""

    name: str
    available: int
    wanted: int
    drawn: int

    @property
    def shortfall(self) -> int:
        """How many are missing."""
        return self.wanted - self.drawn


def lot(seed: str, number: int) -> bytes:
    """The lot of one person: nobody without the seed can tell it, and it is the same each time."""
    return hmac.new(seed.encode(), str(number).encode(), hashlib.sha256).digest()


def by_lot(seed: str, numbers: Iterable[int]) -> list[int]:
    """Numbers in the order of their lots, each once."""
    return sorted(set(numbers), key=lambda number: (lot(seed, number), number))


def draw(pool: Mapping[str, Collection[int]], quotas: Mapping[str, int], seed: str) -> dict[str, list[int]]:
    """At most so many of each cell, at random by the seed; nobody twice, whatever cells they are in."""
    taken: set[int] = set()
    drawn: dict[str, list[int]] = {}
    for cell in sorted(pool):
        left = [number for number in by_lot(seed, pool[cell]) if number not in taken]
        drawn[cell] = left[: max(0, quotas.get(cell, 0))]
        taken.update(drawn[cell])
    return drawn


def counted(
    pool: Mapping[str, Collection[int]], quotas: Mapping[str, int], drawn: Mapping[str, Sequence[int]]
) -> list[Cell]:
    """Each cell with what it had, was to give and gave, by name; cells that were wanted and had nobody too."""
    names = sorted({*pool, *quotas})
    return [
        Cell(name, len(set(pool.get(name, ()))), max(0, quotas.get(name, 0)), len(drawn.get(name, ())))
        for name in names
    ]


def digest(drawn: Mapping[str, Sequence[int]]) -> str:
    """A short word for who was drawn, by which a later draw is seen to be the same."""
    words = ";".join(f"{cell}:{','.join(map(str, drawn[cell]))}" for cell in sorted(drawn))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def orders(people: Iterable[int], concepts: Sequence[int], seed: str, *, all_of_them: bool) -> dict[int, list[int]]:
    """Which concepts each person sees, in which order: places differ by at most one person.

    People are put in order by lot and take the concepts in turn: one each, or all of them beginning with it, every
    other round backwards, so that no concept always comes before another.
    """
    if not concepts:
        return {person: [] for person in people}
    found = {}
    for place, person in enumerate(by_lot(seed, people)):
        first, backwards = place % len(concepts), place // len(concepts) % 2
        turned = [*concepts[first:], *concepts[:first]]
        if backwards:
            turned = [turned[0], *reversed(turned[1:])]
        found[person] = turned if all_of_them else turned[:1]
    return found


def late_order(
    person: int, concepts: Sequence[int], firsts: Sequence[int], seed: str, *, all_of_them: bool
) -> list[int]:
    """The order of one who comes later: the concept that fewest began with comes first, by lot where several did."""
    if not concepts:
        return []
    counts = Counter(firsts)
    start = min(concepts, key=lambda concept: (counts[concept], lot(f"{seed}:{person}", concept)))
    place = list(concepts).index(start)
    turned = [*concepts[place:], *concepts[:place]]
    return turned if all_of_them else turned[:1]
