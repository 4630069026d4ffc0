"""How alike a question and a document are: BM25 over title and text, the same for both engines.

Weights were chosen on half of a public set of labelled questions (the odd ones); the tests report the other half.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.search.engine.analysis import Asked

# Saturation and length normalisation (Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009).
K1 = 1.2
B_TITLE = 0.5
B_TEXT = 0.75
TEXT_WEIGHT = 0.1
JOINED_WEIGHT = 0.5
PREFIX_WEIGHT = 0.5
TYPO_WEIGHT = 0.6
SHORTEST_NEAR = 4
MOST_NEAR = 8

Expansions = Mapping[str, Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document as the scorer sees it: stems, space-separated."""

    key: str
    title: str
    joined: str
    text: str


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Of how many documents there are, how many have each word in the title, and anywhere."""

    documents: int
    in_title: Mapping[str, int]
    anywhere: Mapping[str, int]

    def weight(self, word: str) -> float:
        """How telling a word is: its rarity among titles and among whole texts, in equal parts.

        A subject named in every answer ("the card") says little even where few titles name it.
        """
        anywhere = self.anywhere.get(word, 0)
        rarity = self._rarity(anywhere)
        in_title = self.in_title.get(word, 0)
        return (rarity + self._rarity(in_title)) / 2 if in_title else rarity

    def is_known(self, word: str) -> bool:
        """Whether any document has the word."""
        return self.anywhere.get(word, 0) > 0

    def _rarity(self, count: int) -> float:
        return math.log(1 + (max(self.documents, count) - count + 0.5) / (count + 0.5))


def nearness(typed: str, word: str) -> float:
    """How much a known word may stand for an unknown one: 0, or the weight of an unfinished or a mistyped word."""
    if len(typed) < SHORTEST_NEAR or len(word) < SHORTEST_NEAR:
        return 0.0
    if word.startswith(typed) or typed.startswith(word):
        return PREFIX_WEIGHT
    return TYPO_WEIGHT if _is_one_edit(typed, word) else 0.0


def expand(asked: Asked, known: Callable[[str], bool], neighbours: Callable[[str], Iterable[str]]) -> Expansions:
    """For each word asked the words to look for: itself, or where nobody wrote it, the nearest that somebody did."""
    expansions: dict[str, list[tuple[str, float]]] = {}
    for stem in asked.stems:
        if known(stem):
            expansions[stem] = [(stem, 1.0)]
            continue
        near = [(word, nearness(stem, word)) for word in neighbours(stem)]
        expansions[stem] = sorted((pair for pair in near if pair[1]), key=lambda pair: (-pair[1], pair[0]))[:MOST_NEAR]
    return expansions


def as_typed(asked: Asked) -> Expansions:
    """Each word asked, only as itself."""
    return {stem: [(stem, 1.0)] for stem in asked.stems}


def rank(
    asked: Asked, expansions: Expansions, frequencies: Frequencies, candidates: Sequence[Candidate]
) -> list[tuple[str, float]]:
    """Keys and scores of the candidates, best first; 0 for one that has nothing of what was asked."""
    if not candidates:
        return []
    scorer = _Scorer(asked, expansions, frequencies, candidates)
    scored = [(candidate.key, scorer.score(candidate)) for candidate in candidates]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))


class _Scorer:
    def __init__(
        self, asked: Asked, expansions: Expansions, frequencies: Frequencies, candidates: Sequence[Candidate]
    ) -> None:
        self._asked, self._expansions = asked, expansions
        looked_for = {word for words in expansions.values() for word, _ in words} | {*asked.stems, *asked.joined}
        self._weight = {word: frequencies.weight(word) for word in looked_for}
        self._title_length = _mean_length(candidate.title for candidate in candidates)
        self._text_length = _mean_length(candidate.text for candidate in candidates)

    def score(self, candidate: Candidate) -> float:
        title, text = candidate.title.split(), candidate.text.split()
        in_title, in_text = Counter(title), Counter(text)
        flat_title = K1 * (1 - B_TITLE + B_TITLE * len(title) / self._title_length)
        flat_text = K1 * (1 - B_TEXT + B_TEXT * len(text) / self._text_length)

        def worth(word: str) -> float:
            title_part = _saturated(in_title[word], flat_title)
            return self._weight[word] * (title_part + TEXT_WEIGHT * _saturated(in_text[word], flat_text))

        found = sum(
            max((worth(word) * share for word, share in words), default=0.0) for words in self._expansions.values()
        )
        return found + JOINED_WEIGHT * self._joined(in_title, set(candidate.joined.split()))

    def _joined(self, in_title: Mapping[str, int], joined_title: set[str]) -> float:
        together = sum(self._weight[word] for word in self._asked.joined if word in in_title)
        return together + sum(self._weight[word] for word in self._asked.stems if word in joined_title)


def _saturated(count: int, flat: float) -> float:
    return count * (K1 + 1) / (count + flat) if count else 0.0


def _mean_length(texts: Iterable[str]) -> float:
    lengths = [text.count(" ") + 1 for text in texts]
    return sum(lengths) / len(lengths)


def _is_one_edit(one: str, other: str) -> bool:
    """One letter added, left out, changed, or two neighbours swapped."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    is_swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return is_swapped or short[at + 1 :] == long[at + 1 :]
