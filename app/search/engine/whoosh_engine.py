"""The embedded engine: Whoosh on a folder. One process writes; any number read.

A process has one searcher for all its threads, under a lock: Whoosh's readers keep their place in open files.
"""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh import fields, index, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.writing import CLEAR

from app.search.engine.analysis import EXCERPT, Asked, analyse, ask, stem
from app.search.engine.port import ANSWERED, Document, Hit, Hits
from app.search.engine.postings import Snapshot
from app.search.engine.scoring import MOST_NEAR, SHORTEST_NEAR, Candidate, Expansions, Ranked, as_typed, expand, rank

BATCH = 2_000
WINDOW = 150
WRITER_WAIT = 30.0
MEMORY_MB = 128
SHORTEST_PREFIX = 2
MOST_LOOKED_UP = 60
SHORTEST_BEGUN = 3
# How many of the best candidates are weighed with their titles, for each that is asked for.
WEIGHED = 40


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
        self._lock = threading.RLock()
        self._snapshot: Snapshot | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._index: Any = self._open()

    def _open(self) -> Any:
        with self._making():  # of several processes that find nothing, one makes the index
            if index.exists_in(str(self._folder)):
                found = index.open_dir(str(self._folder))
                if found.schema.names() == _schema().names():
                    return found
            self._mark_path.unlink(missing_ok=True)
            return index.create_in(str(self._folder), _schema())

    @contextmanager
    def _making(self) -> Iterator[None]:
        with (self._folder / "making").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield

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
        with self._lock:
            found = self._run(_every(asked), wanted, max(WINDOW, offset + limit))
            if not found.scored_length():
                found = self._run(_any(asked.stems), wanted, max(WINDOW, offset + limit))
            results = list(iter(found))  # bare list() would ask for the length, which counts every match
            hits = self._ranked(asked, as_typed(asked), [result.fields() for result in results[:WINDOW]])
            hits += [_hit(result.fields()) for result in results[WINDOW:]]
            return Hits(tuple(hits[offset : offset + limit]), len(found))

    def similar(self, q: str, spaces: AbstractSet[int] | None = None, limit: int = 5, kind: str = ANSWERED) -> Hits:
        """Answered questions, or other documents of a kind, most like this text, which may still be in the typing."""
        asked = ask(q)
        if not asked.stems or (spaces is not None and not spaces):
            return Hits()
        with self._lock:
            now = self._now()
            expansions = expand(asked, now.is_known, self._neighbours, self._begun)
            looked_for = {*asked.joined, *(word for near in expansions.values() for word, _ in near)}
            frequencies = now.frequencies(looked_for)
            weights = {word: frequencies.weight(word) for word in looked_for if frequencies.is_known(word)}
            found = now.candidates(weights, kind, spaces, max(WEIGHED, 2 * limit))
            hits = self._ranked(asked, expansions, map(now.reader.stored_fields, found))
        hits = [hit for hit in hits if hit.score > 0]
        return Hits(tuple(hits[:limit]), len(hits))

    def count(self) -> int:
        """How many documents there are."""
        with self._lock:
            return int(self._now().reader.doc_count())

    def clear(self) -> None:
        """Forget everything, the watermark too."""
        self._mark_path.unlink(missing_ok=True)
        writer = self._index.writer(timeout=WRITER_WAIT)
        writer.commit(mergetype=CLEAR)

    def compact(self) -> None:
        """Write the index anew as one part, so that nothing lies in it that was taken out."""
        self._index.writer(timeout=WRITER_WAIT).commit(optimize=True)

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

    def _now(self) -> Snapshot:
        """The index as it stands; opened anew when it was written.

        Whoosh can reuse the readers of parts that stay, but closes for good those it did not reuse when a part vanishes
        under its hands, and fails from then on; opening all of them costs a few milliseconds.
        """
        known = self._snapshot
        if known is None or not known.searcher.up_to_date():
            known = self._snapshot = Snapshot(self._index.searcher(), known.parts if known else {})
        return known

    def _run(self, wanted: Any, required: Sequence[Any], limit: int) -> Any:
        unscored = [query.ConstantScoreQuery(part, 0.0) for part in required]
        return self._now().searcher.search(query.And([wanted, *unscored]), limit=limit)

    def _ranked(self, asked: Asked, expansions: Expansions, found: Iterable[Any]) -> list[Hit]:
        rows = {row["key"]: row for row in found}
        seen = [Candidate(key, row["heading"], row["title"], row["joined"], row["text"]) for key, row in rows.items()]
        words = {*asked.stems, *asked.joined, *(word for near in expansions.values() for word, _ in near)}
        return [_hit(rows[each.key], each) for each in rank(asked, expansions, self._now().frequencies(words), seen)]

    def _neighbours(self, typed: str) -> Iterable[str]:
        if len(typed) < SHORTEST_NEAR:
            return []
        reader = self._now().reader
        longer = (term.decode("utf-8") for term in reader.expand_prefix("title", typed))
        mistyped = reader.terms_within("title", typed, 1, prefix=1)
        begun = (typed[:end] for end in range(SHORTEST_NEAR, len(typed)))
        shorter = (word for word in begun if reader.doc_frequency("title", word))
        return [*islice(longer, MOST_LOOKED_UP), *islice(mistyped, MOST_LOOKED_UP), *shorter]

    def _begun(self, typed: str) -> Iterable[str]:
        reader = self._now().reader
        if len(typed) < SHORTEST_BEGUN or ("typed", typed) in reader:
            return []
        longer = islice((term.decode("utf-8") for term in reader.expand_prefix("typed", typed)), MOST_LOOKED_UP)
        often = sorted(longer, key=lambda word: (-reader.doc_frequency("typed", word), word))
        return dict.fromkeys(map(stem, often[:MOST_NEAR]))


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


def _hit(row: dict[str, Any], ranked: Ranked | None = None) -> Hit:
    score, alikeness = (ranked.score, ranked.alikeness) if ranked else (0.0, 0.0)
    return Hit(row["key"], row["kind"], int(row["space"]), row["heading"], row["excerpt"], score, alikeness)
