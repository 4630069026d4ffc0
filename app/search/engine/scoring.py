"""How alike a question and a document are: BM25 over title and text, the same for both engines.

Weights were chosen on one half of three public sets of labelled questions; the tests and bench/retrieval.py report
the other half (docs/methods.md, "Similar questions").
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from app.search.engine import analysis
from app.search.engine.analysis import Asked, trigrams

# Saturation and length normalisation (Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009).
K1 = 1.2
B_TITLE = 0.75
B_TEXT = 0.75
RARITY_POWER = 0.85
TEXT_WEIGHT = 0.1
JOINED_WEIGHT = 0.3
PREFIX_WEIGHT = 0.5
TYPO_WEIGHT = 0.6
SHORTEST_NEAR = 4
MOST_NEAR = 8
# What the likeness of the letters in two titles adds to the words' worth: it sees what stems do not ("verify" and
# "verification"), and prefers the title that says the same and no more.
LETTERS_WEIGHT = 0.8
# What only one of two has takes from a likeness (Tversky, Features of Similarity, 1977). Whether something is about the
# same at all is judged with less for the title: one much longer than what was typed may still be meant.
ONLY_ONE = 0.5
ONLY_TITLED = 0.3
SETTLED = 1_000

Expansions = Mapping[str, Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document as the scorer sees it: its title as it was written, and stems, space-separated."""

    key: str
    heading: str
    title: str
    joined: str
    text: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a candidate is worth: its `score` orders, its `alikeness` (0 to 1) says whether it is about the same."""

    key: str
    score: float
    alikeness: float


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Of how many documents, how many have each word in the title, and anywhere; their mean lengths in words."""

    documents: int
    in_title: Mapping[str, int]
    anywhere: Mapping[str, int]
    title_length: float
    text_length: float

    def weight(self, word: str) -> float:
        """How telling a word is: its rarity among titles and among whole texts, in equal parts.

        A subject named in every answer ("the card") says little even where few titles name it.
        """
        anywhere = self.anywhere.get(word, 0)
        rarity = self._rarity(anywhere)
        in_title = self.in_title.get(word, 0)
        return float(((rarity + self._rarity(in_title)) / 2 if in_title else rarity) ** RARITY_POWER)

    def distinction(self, word: str) -> float:
        """The same for a likeness: as if there were at least `SETTLED` documents.

        Of a few, a word that nobody wrote yet would say more than all that they share.
        """
        return replace(self, documents=max(self.documents, SETTLED)).weight(word)

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


def expand(
    asked: Asked,
    known: Callable[[str], bool],
    neighbours: Callable[[str], Iterable[str]],
    begun: Callable[[str], Iterable[str]],
) -> Expansions:
    """For each word asked the words to look for: itself, or where nobody wrote it, the nearest that somebody did.

    The last word may be unfinished: `begun` names the stems of the words that begin like it, where it is none itself.
    """
    expansions: dict[str, list[tuple[str, float]]] = {}
    for stem in asked.stems:
        near = {stem: 1.0} if known(stem) else {word: nearness(stem, word) for word in neighbours(stem)}
        if stem == asked.last_stem:
            near |= {word: PREFIX_WEIGHT for word in begun(asked.last) if not near.get(word)}
        pairs = sorted((pair for pair in near.items() if pair[1]), key=lambda pair: (-pair[1], pair[0]))
        expansions[stem] = pairs[:MOST_NEAR]
    return expansions


def as_typed(asked: Asked) -> Expansions:
    """Each word asked, only as itself."""
    return {stem: [(stem, 1.0)] for stem in asked.stems}


def rank(
    asked: Asked, expansions: Expansions, frequencies: Frequencies, candidates: Sequence[Candidate]
) -> list[Ranked]:
    """The candidates, best first; the score is 0 for one that has nothing of what was asked."""
    scorer = _Scorer(asked, expansions, frequencies)
    return sorted(map(scorer.rank, candidates), key=lambda ranked: (-ranked.score, ranked.key))


class _Scorer:
    def __init__(self, asked: Asked, expansions: Expansions, frequencies: Frequencies) -> None:
        self._asked, self._expansions, self._mean = asked, expansions, frequencies
        looked_for = {word for words in expansions.values() for word, _ in words} | {*asked.stems, *asked.joined}
        self._weight = {word: frequencies.weight(word) for word in looked_for}
        self._ideal = sum(self._weight[stem] for stem in asked.stems) or 1.0
        self._distinction = {stem: frequencies.distinction(stem) for stem in asked.stems}
        self._letters = _spread(asked, self._weight)

    def rank(self, candidate: Candidate) -> Ranked:
        title, text = candidate.title.split(), candidate.text.split()
        in_title, in_text = Counter(title), Counter(text)
        worth = self._worth(in_title, len(title), in_text, len(text))
        worth += JOINED_WEIGHT * self._joined(in_title, set(candidate.joined.split()))
        if not worth:
            return Ranked(candidate.key, 0.0, 0.0)
        others = len(in_title.keys() - {word for words in self._expansions.values() for word, _ in words})
        alike = self._alike(in_title.keys() | in_text.keys(), others)
        return Ranked(candidate.key, worth / self._ideal + LETTERS_WEIGHT * self._spelt_alike(candidate.heading), alike)

    def _worth(self, title: Counter[str], title_length: int, text: Counter[str], text_length: int) -> float:
        """BM25 of the words looked for, those of the text at a tenth."""
        in_title, in_text = title_length / self._mean.title_length, text_length / self._mean.text_length

        def worth(word: str) -> float:
            return self._weight[word] * (worth_in_title(title[word], in_title) + worth_in_text(text[word], in_text))

        return sum(
            max((worth(word) * share for word, share in words), default=0.0) for words in self._expansions.values()
        )

    def _joined(self, in_title: Mapping[str, int], joined_title: AbstractSet[str]) -> float:
        together = sum(self._weight[word] for word in self._asked.joined if word in in_title)
        return together + sum(self._weight[word] for word in self._asked.stems if word in joined_title)

    def _alike(self, has: AbstractSet[str], others: int) -> float:
        """How much of what was asked is there, less what only one of the two has; other words weigh as the mean one."""
        whole = sum(self._distinction.values())
        common = sum(
            self._distinction[stem] for stem, words in self._expansions.items() if any(word in has for word, _ in words)
        )
        return _likeness(common, whole, ONLY_TITLED * others / len(self._distinction))

    def _spelt_alike(self, heading: str) -> float:
        """The same of trigrams, without regard to their order, and with as much for either's own."""
        has = {letters for word in analysis.words(heading) for letters in trigrams(word)}
        both = self._letters.keys() & has
        common, whole = sum(self._letters[letters] for letters in both), sum(self._letters.values())
        return _likeness(common, whole, ONLY_ONE * (len(has) - len(both)) / len(self._letters))


def _spread(asked: Asked, weights: Mapping[str, float]) -> dict[str, float]:
    """The weight of each trigram asked: a word's is shared out among its own, so that long words weigh no more."""
    spread: dict[str, float] = {}
    for word in asked.words:
        own = trigrams(word)
        for letters in own:
            spread[letters] = max(spread.get(letters, 0.0), weights[analysis.stem(word)] / len(own))
    return spread


def _likeness(common: float, whole: float, others: float) -> float:
    """What is common of the whole that was asked, less what is not; others weigh so many times the whole."""
    return common / ((common + ONLY_ONE * (whole - common) + whole * others) or 1.0)


def worth_in_title(count: float, length: float) -> float:
    """What a word met so often in a title is worth before its weight; the length is a share of the mean one."""
    return _saturated(count, K1 * (1 - B_TITLE + B_TITLE * length))


def worth_in_text(count: float, length: float) -> float:
    """The same in the rest of a document."""
    return TEXT_WEIGHT * _saturated(count, K1 * (1 - B_TEXT + B_TEXT * length))


def _saturated(count: float, flat: float) -> float:
    return count * (K1 + 1) / (count + flat) if count else 0.0


def mean_length(texts: Iterable[str]) -> float:
    """The mean number of words of some texts, at least one."""
    lengths = [text.count(" ") + 1 for text in texts]
    return max(1.0, sum(lengths) / len(lengths)) if lengths else 1.0


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
