"""The embedded engine: Whoosh on a folder. One process writes; any number read."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh import fields, index, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.idsets import BitSet
from whoosh.writing import CLEAR

from app.search.engine.analysis import EXCERPT, Asked, analyse, ask, stem
from app.search.engine.port import ANSWERABLE, Document, Hit, Hits
from app.search.engine.scoring import SHORTEST_NEAR, Candidate, Expansions, Frequencies, as_typed, expand, rank

BATCH = 2_000
WINDOW = 150
WRITER_WAIT = 30.0
MEMORY_MB = 128
SHORTEST_PREFIX = 2
MOST_LOOKED_UP = 60
# Words in more than this share of a large index only slow the search for candidates; the ranking still counts them.
COMMON_SHARE = 0.05
COMMON_FROM = 500
MOST_TELLING = 8


def _schema() -> Any:
    def row(stored: bool) -> Any:
        return fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False, stored=stored)

    return fields.Schema(
        key=fields.ID(unique=True, stored=True),
        kind=fields.ID(stored=True),
        space=fields.ID(stored=True),
        answered=fields.ID(),
        heading=fields.STORED(),
        excerpt=fields.STORED(),
        title=row(True),
        joined=row(True),
        typed=row(False),
        text=row(True),
        anywhere=row(False),
    )


class WhooshEngine:
    """Search in a folder of this machine; see `port.Engine`."""

    def __init__(self, folder: Path) -> None:
        """Open the index of a folder, making it where there is none."""
        self._folder = folder
        self._local = threading.local()
        folder.mkdir(parents=True, exist_ok=True)
        self._index: Any = self._open()

    def _open(self) -> Any:
        if index.exists_in(str(self._folder)):
            found = index.open_dir(str(self._folder))
            if found.schema.names() == _schema().names():
                return found
        self._mark_path.unlink(missing_ok=True)
        return index.create_in(str(self._folder), _schema())

    def put(self, docs: Iterable[Document]) -> None:
        """Add documents, each in the place of the one with its key."""
        remaining = iter(docs)
        while batch := list(islice(remaining, BATCH)):
            fresh = {document.key: document for document in batch}
            with self._index.writer(limitmb=MEMORY_MB, timeout=WRITER_WAIT) as writer, self._index.reader() as reader:
                # Looking up what there is first spares the writer a search of its own for every new document.
                for key in [key for key in fresh if ("key", key) in reader]:
                    writer.delete_by_term("key", key)
                for document in fresh.values():
                    writer.add_document(**_row(document))

    def drop(self, keys: Iterable[str]) -> None:
        """Take documents out; unknown keys are no mistake."""
        with self._index.writer(timeout=WRITER_WAIT) as writer:
            for key in keys:
                writer.delete_by_term("key", key)

    def search(
        self, q: str, kind: str | None = None, spaces: AbstractSet[int] | None = None, limit: int = 30, offset: int = 0
    ) -> Hits:
        """Documents with all the words (the last may be unfinished); with any of them where none has all."""
        asked = ask(q)
        if not asked.stems or (spaces is not None and not spaces):
            return Hits()
        wanted = ([query.Term("kind", kind)] if kind else []) + _in_spaces(spaces)
        found = self._run(_every(asked), wanted, max(WINDOW, offset + limit))
        if not found.scored_length():
            found = self._run(_any(asked.stems), wanted, max(WINDOW, offset + limit))
        results = list(iter(found))  # bare list() would ask for the length, which counts every match
        hits = self._ranked(asked, as_typed(asked), results[:WINDOW])
        hits += [_hit(result, 0.0) for result in results[WINDOW:]]
        return Hits(tuple(hits[offset : offset + limit]), len(found))

    def similar(self, q: str, spaces: AbstractSet[int] | None = None, limit: int = 5, kind: str = ANSWERABLE) -> Hits:
        """Answered questions, or other documents of a kind, most like this text, which may still be in the typing."""
        asked = ask(q)
        if not asked.stems or (spaces is not None and not spaces):
            return Hits()
        reader = self._searcher().reader()
        expansions = expand(asked, lambda word: reader.doc_frequency("anywhere", word) > 0, self._neighbours)
        looked_for = self._telling([*asked.joined, *(word for near in expansions.values() for word, _ in near)])
        allowed = self._allowed(kind, spaces)
        found = self._searcher().search(_any(looked_for), limit=WINDOW, filter=allowed)
        hits = self._ranked(asked, expansions, list(iter(found)))
        hits = [hit for hit in hits if hit.score > 0]
        return Hits(tuple(hits[:limit]), len(hits))

    def count(self) -> int:
        """How many documents there are."""
        return int(self._searcher().reader().doc_count())

    def clear(self) -> None:
        """Forget everything, the watermark too."""
        self._mark_path.unlink(missing_ok=True)
        writer = self._index.writer(timeout=WRITER_WAIT)
        writer.commit(mergetype=CLEAR)

    def watermark(self) -> int:
        """The last event taken in, 0 at first."""
        try:
            return int(self._mark_path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return 0

    def set_watermark(self, event_id: int) -> None:
        """Note the last event taken in, after its documents are."""
        fresh = self._mark_path.with_suffix(".new")
        fresh.write_text(str(event_id), encoding="ascii")
        fresh.replace(self._mark_path)

    @property
    def _mark_path(self) -> Path:
        return self._folder / "watermark"

    def _searcher(self) -> Any:
        # One a thread, for a reader keeps its place in open files; refreshed, which costs nothing when nothing changed.
        current = getattr(self._local, "searcher", None)
        self._local.searcher = self._index.searcher() if current is None else current.refresh()
        if self._local.searcher is not current:
            self._local.allowed = {}
        return self._local.searcher

    def _allowed(self, kind: str, spaces: AbstractSet[int] | None) -> Any:
        """The documents that may be similar, kept as long as the index stands: they are asked for at every letter."""
        searcher, key = self._searcher(), (kind, None if spaces is None else frozenset(spaces))
        if key not in self._local.allowed:
            documents = searcher.docs_for_query(query.And([*_of_kind(kind), *_in_spaces(spaces)]))
            self._local.allowed[key] = BitSet(documents, size=searcher.doc_count_all())
        return self._local.allowed[key]

    def _run(self, wanted: Any, required: Sequence[Any], limit: int) -> Any:
        unscored = [query.ConstantScoreQuery(part, 0.0) for part in required]
        return self._searcher().search(query.And([wanted, *unscored]), limit=limit)

    def _ranked(self, asked: Asked, expansions: Expansions, found: Sequence[Any]) -> list[Hit]:
        results = {result["key"]: result for result in found}
        seen = [Candidate(key, row["title"], row["joined"], row["text"]) for key, row in results.items()]
        words = {*asked.stems, *asked.joined, *(word for near in expansions.values() for word, _ in near)}
        return [_hit(results[key], score) for key, score in rank(asked, expansions, self._frequencies(words), seen)]

    def _frequencies(self, words: Iterable[str]) -> Frequencies:
        reader, listed = self._searcher().reader(), list(words)
        return Frequencies(
            documents=reader.doc_count(),
            in_title={word: reader.doc_frequency("title", word) for word in listed},
            anywhere={word: reader.doc_frequency("anywhere", word) for word in listed},
        )

    def _telling(self, words: Iterable[str]) -> list[str]:
        reader = self._searcher().reader()
        counted = sorted((reader.doc_frequency("anywhere", word), word) for word in set(words))
        most = max(COMMON_FROM, COMMON_SHARE * reader.doc_count())
        known = [(count, word) for count, word in counted if count]
        telling = [word for count, word in known if count <= most]
        return telling[:MOST_TELLING] or [word for _, word in known[:2]]

    def _neighbours(self, typed: str) -> Iterable[str]:
        if len(typed) < SHORTEST_NEAR:
            return []
        reader = self._searcher().reader()
        longer = (term.decode("utf-8") for term in reader.expand_prefix("title", typed))
        mistyped = reader.terms_within("title", typed, 1, prefix=1)
        begun = (typed[:end] for end in range(SHORTEST_NEAR, len(typed)))
        shorter = (word for word in begun if reader.doc_frequency("title", word))
        return [*islice(longer, MOST_LOOKED_UP), *islice(mistyped, MOST_LOOKED_UP), *shorter]


def _row(document: Document) -> dict[str, str]:
    row = analyse(document)
    return {
        "key": document.key,
        "kind": document.kind,
        "space": str(document.space_id),
        "answered": "1" if document.answered else "0",
        "heading": document.title,
        "excerpt": document.answer[:EXCERPT],
        "title": row.title,
        "joined": row.joined,
        "typed": row.typed,
        "text": row.text,
        "anywhere": f"{row.title} {row.joined} {row.text}",
    }


def _of_kind(kind: str) -> list[Any]:
    return [query.Term("answered", "1")] if kind == ANSWERABLE else [query.Term("kind", kind)]


def _in_spaces(spaces: AbstractSet[int] | None) -> list[Any]:
    return [] if spaces is None else [query.Or([query.Term("space", str(space)) for space in sorted(spaces)])]


def _every(asked: Asked) -> Any:
    terms = {word: query.Term("anywhere", word) for word in asked.stems}
    if len(asked.last) >= SHORTEST_PREFIX:
        last = stem(asked.last)
        terms[last] = query.Or([terms[last], query.Prefix("typed", asked.last)])
    return query.And(list(terms.values()))


def _any(words: Iterable[str]) -> Any:
    return query.Or([query.Term(field, word) for word in words for field in ("title", "anywhere")])


def _hit(result: Any, score: float) -> Hit:
    return Hit(result["key"], result["kind"], int(result["space"]), result["heading"], result["excerpt"], score)
