"""Do moderators decide alike about what is alike? Pairs of cases with the same reason and similar words; pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.core.beta import beta_quantile

WORD = re.compile(r"[^\W\d_]{3,}")
# Half of all the words that two texts have between them.
ALIKE = 0.5
STAYS = frozenset({"approve", "edit", "warn"})
LOW, HIGH = 0.025, 0.975


@dataclass(frozen=True)
class Judged:
    """One decided case: by whom, what was done, why it had come up (rules and reports), and its words."""

    case_id: int
    person_id: int
    action: str
    why: frozenset[str]
    words: frozenset[str]

    @property
    def stays(self) -> bool:
        """Whether people may go on reading it."""
        return self.action in STAYS


@dataclass(frozen=True)
class Agreement:
    """How many of `n` pairs were decided alike, with the 95 % interval of the share (Jeffreys); None for none."""

    same: int
    n: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1."""
        return self.same / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The lowest and the highest share that are believable."""
        if not self.n:
            return None
        a, b = self.same + 0.5, self.n - self.same + 0.5
        low = beta_quantile(LOW, a, b) if self.same else 0.0
        return low, beta_quantile(HIGH, a, b) if self.same < self.n else 1.0


Pair = tuple[Judged, Judged]


def words_of(text: str) -> frozenset[str]:
    """The words of a text that can be compared: of three letters and more, without regard to case."""
    return frozenset(WORD.findall(text.casefold()))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words in common, of all that either has; 0 where one has none."""
    return len(one & other) / len(one | other) if one and other else 0.0


def pairs(judged: Sequence[Judged]) -> Iterator[Pair]:
    """All pairs of cases that came up for the same reason with similar words, each once."""
    for one, other in combinations(judged, 2):
        if one.why & other.why and likeness(one.words, other.words) >= ALIKE:
            yield one, other


def agreement(of: Iterable[Pair]) -> Agreement:
    """In how many of these pairs both stayed, or both went."""
    alike = [one.stays == other.stays for one, other in of]
    return Agreement(sum(alike), len(alike))


def by_couple(of: Iterable[Pair]) -> dict[tuple[int, int], Agreement]:
    """Agreement by the two who decided, the lower id first; somebody with themselves too."""
    grouped: defaultdict[tuple[int, int], list[Pair]] = defaultdict(list)
    for one, other in of:
        couple = sorted((one.person_id, other.person_id))
        grouped[couple[0], couple[1]].append((one, other))
    return {couple: agreement(pair) for couple, pair in sorted(grouped.items())}


def by_why(of: Iterable[Pair]) -> dict[str, Agreement]:
    """Agreement by why the cases had come up."""
    grouped: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in of:
        for why in pair[0].why & pair[1].why:
            grouped[why].append(pair)
    return {why: agreement(pair) for why, pair in sorted(grouped.items())}


def nearest(words: frozenset[str], why: frozenset[str], judged: Iterable[Judged], limit: int = 5) -> list[Judged]:
    """Decided cases that came up for the same reason with similar words, the most alike first."""
    found = [(likeness(words, each.words), each) for each in judged if each.why & why]
    near = sorted((pair for pair in found if pair[0] >= ALIKE), key=lambda pair: (-pair[0], -pair[1].case_id))
    return [each for _likeness, each in near[:limit]]
