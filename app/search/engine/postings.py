"""Who has which word, decoded from the embedded index once and kept as long as that part of it stands.

A part (Whoosh: segment) never changes, it is only replaced when parts are merged; what is deleted is noted beside it.
Walking the index's own lists for every letter that is typed would take longer than the typing.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from app.search.engine.port import ANSWERED
from app.search.engine.scoring import JOINED_WEIGHT, Frequencies, worth_in_text, worth_in_title

# Eight bytes an entry; the words people type are few and common, so that this many serve a large index.
MOST_ENTRIES = 1_500_000
MOST_MASKS = 32
# How many of the roughly best are weighed by all the words.
WINDOW = 250
# Words in more than this share of a large index only slow the search for candidates; they are weighed afterwards.
COMMON_SHARE = 0.05
COMMON_FROM = 500
MOST_TELLING = 16


@dataclass(frozen=True, slots=True)
class Lengths:
    """Mean lengths in words, rounded so that what was reckoned with them serves until they really change."""

    title: float
    text: float

    @classmethod
    def of(cls, reader: Any) -> Lengths:
        """The lengths of an index."""
        documents = max(1, reader.doc_count_all())
        text = max(1.0, reader.field_length("text") / documents)
        return cls(max(1.0, round(reader.field_length("title") / documents)), 2 ** (round(2 * math.log2(text)) / 2))


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents that have a word, in order, and what it is worth in each before its weight."""

    documents: Any
    worths: Any

    def worth(self, document: int) -> float:
        """What the word is worth in a document, 0 where it is not."""
        at = bisect_left(self.documents, document)
        return float(self.worths[at]) if at < len(self.documents) and self.documents[at] == document else 0.0


class Part:
    """One part of the index; its reader is given, for readers are opened anew and the part stays."""

    def __init__(self, lengths: Lengths) -> None:
        """Begin with nothing decoded; lengths are those that worths are reckoned with."""
        self.lengths = lengths
        self._postings: OrderedDict[str, Postings] = OrderedDict()
        self._entries = 0
        self._masks: OrderedDict[tuple[str, frozenset[int] | None], bytearray] = OrderedDict()

    def postings(self, reader: Any, word: str) -> Postings:
        """The documents with a word in their title or text, deleted ones among them."""
        kept = self._postings.get(word)
        if kept is None:
            kept = self._postings[word] = self._decode(reader, word)
            self._entries += len(kept.documents)
            while self._entries > MOST_ENTRIES and len(self._postings) > 1:
                self._entries -= len(self._postings.popitem(last=False)[1].documents)
        self._postings.move_to_end(word)
        return kept

    def mask(self, reader: Any, kind: str, spaces: AbstractSet[int] | None) -> bytearray:
        """For each document 1 if it is of this kind and in one of these spaces."""
        key = (kind, None if spaces is None else frozenset(spaces))
        if key not in self._masks:
            field, term = ("answered", "1") if kind == ANSWERED else ("kind", kind)
            of_kind = _ids(reader, field, [term])
            allowed = of_kind if spaces is None else of_kind & _ids(reader, "space", map(str, spaces))
            mask = self._masks[key] = bytearray(reader.doc_count_all())
            for document in allowed:
                mask[document] = 1
            if len(self._masks) > MOST_MASKS:
                self._masks.popitem(last=False)
        return self._masks[key]

    def _decode(self, reader: Any, word: str) -> Postings:
        worths: dict[int, float] = {}
        for document, count in _counted(reader, "title", word):
            worths[document] = worth_in_title(count, reader.doc_field_length(document, "title") / self.lengths.title)
        for document, count in _counted(reader, "text", word):
            length = reader.doc_field_length(document, "text") / self.lengths.text
            worths[document] = worths.get(document, 0.0) + worth_in_text(count, length)
        for document, _ in _counted(reader, "joined", word):
            worths[document] = worths.get(document, 0.0) + JOINED_WEIGHT
        documents = sorted(worths)
        return Postings(array("I", documents), array("f", (worths[document] for document in documents)))


class Snapshot:
    """The index as it stood when its searcher was opened."""

    def __init__(self, searcher: Any, parts: dict[str, Part]) -> None:
        """Take a searcher and the parts kept so far; those that are gone are forgotten."""
        self.searcher = searcher
        self.reader: Any = searcher.reader()
        self.lengths = Lengths.of(self.reader)
        self._leaves: list[tuple[Any, int, Part]] = []
        self._counts: dict[str, tuple[int, int]] = {}
        standing = {}
        for reader, base in self.reader.leaf_readers():
            if reader.doc_count_all():
                known = str(reader.segment().segment_id())
                part = parts.get(known)
                standing[known] = part if part and part.lengths == self.lengths else Part(self.lengths)
                self._leaves.append((reader, base, standing[known]))
        self.parts = standing

    def is_known(self, word: str) -> bool:
        """Whether any document has the word."""
        return self._count(word)[1] > 0

    def frequencies(self, words: Iterable[str]) -> Frequencies:
        """How often the words are met."""
        counted = {word: self._count(word) for word in words}
        return Frequencies(
            documents=self.reader.doc_count(),
            in_title={word: titles for word, (titles, _) in counted.items()},
            anywhere={word: texts for word, (_, texts) in counted.items()},
            title_length=self.lengths.title,
            text_length=self.lengths.text,
        )

    def candidates(
        self, weights: Mapping[str, float], kind: str, spaces: AbstractSet[int] | None, count: int
    ) -> list[int]:
        """The documents in which these words weigh most, at most `count`: found by the telling ones, then by all."""
        telling = self._telling(weights)
        rest = [word for word in weights if word not in telling]
        best: list[tuple[float, int]] = []
        for reader, base, part in self._leaves:
            found: dict[int, float] = {}
            for word in telling:
                postings, weight = part.postings(reader, word), weights[word]
                for document, worth in zip(postings.documents, postings.worths, strict=True):
                    found[document] = found.get(document, 0.0) + weight * worth
            mask = part.mask(reader, kind, spaces)
            rough = nlargest(WINDOW, ((worth, document) for document, worth in found.items() if mask[document]))
            others = [(part.postings(reader, word), weights[word]) for word in rest]
            best += [
                (worth + sum(weight * postings.worth(document) for postings, weight in others), base + document)
                for worth, document in rough
                if not reader.is_deleted(document)
            ]
        return [document for _, document in nlargest(count, best)]

    def _telling(self, words: Iterable[str]) -> list[str]:
        counted = sorted((self._count(word)[1], word) for word in words)
        most = max(COMMON_FROM, COMMON_SHARE * self.reader.doc_count())
        known = [(count, word) for count, word in counted if count]
        telling = [word for count, word in known if count <= most]
        return telling[:MOST_TELLING] or [word for _, word in known[:2]]

    def _count(self, word: str) -> tuple[int, int]:
        if word not in self._counts:
            reader = self.reader
            self._counts[word] = (reader.doc_frequency("title", word), reader.doc_frequency("anywhere", word))
        return self._counts[word]


def _counted(reader: Any, field: str, word: str) -> Iterable[tuple[int, float]]:
    if (field, word) in reader:
        matcher = reader.postings(field, word)
        while matcher.is_active():
            yield matcher.id(), matcher.weight()
            matcher.next()


def _ids(reader: Any, field: str, terms: Iterable[str]) -> set[int]:
    return {number for term in terms if (field, term) in reader for number in reader.postings(field, term).all_ids()}
