"""The engine in PostgreSQL: one table beside the others, found by full text and, for typing errors, by trigrams.

The words are the same as the embedded engine's, so nothing depends on the server's dictionaries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from app.search.engine.analysis import EXCERPT, Asked, analyse, ask, stem
from app.search.engine.port import ANSWERED, Document, Hit, Hits
from app.search.engine.scoring import (
    MOST_NEAR,
    SHORTEST_NEAR,
    Candidate,
    Expansions,
    Frequencies,
    Ranked,
    as_typed,
    expand,
    mean_length,
    rank,
)

BATCH = 500
WINDOW = 150
SHORTEST_PREFIX = 2
SHORTEST_BEGUN = 3
MOST_LOOKED_UP = 60
# A word in this many documents says next to nothing; counting on would only take time.
COUNTED_TO = 5_000
COMMON_FROM = 1_000
COMMON_SHARE = 0.05

_DDL = (
    """CREATE TABLE search_document (
        key text PRIMARY KEY,
        kind text NOT NULL,
        space_id integer NOT NULL,
        answered boolean NOT NULL,
        at timestamptz NOT NULL,
        heading text NOT NULL,
        excerpt text NOT NULL,
        title text NOT NULL,
        joined text NOT NULL,
        typed text NOT NULL,
        body text NOT NULL,
        in_title tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(
            array_remove(string_to_array(title || ' ' || joined || ' ' || typed, ' '), ''))) STORED,
        anywhere tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(
            array_remove(string_to_array(title || ' ' || joined || ' ' || typed || ' ' || body, ' '), ''))) STORED
    )""",
    "CREATE INDEX ix_search_document_in_title ON search_document USING gin (in_title)",
    "CREATE INDEX ix_search_document_anywhere ON search_document USING gin (anywhere)",
    "CREATE TABLE search_watermark (event_id bigint NOT NULL)",
    """DO $$ BEGIN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE INDEX ix_search_document_typed ON search_document USING gin (typed gin_trgm_ops);
    EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
        RAISE NOTICE 'pg_trgm is not to be had: typing errors will not be forgiven';
    END $$""",
)


def ddl() -> tuple[str, ...]:
    """The statements that make the engine's tables, for a migration; the trigram index only where it may be made."""
    return _DDL


def ddl_down() -> tuple[str, ...]:
    """The statements that take the tables away again; the extension stays, others may use it."""
    return ("DROP TABLE search_watermark", "DROP TABLE search_document")


_PUT = text(
    """INSERT INTO search_document (key, kind, space_id, answered, at, heading, excerpt, title, joined, typed, body)
    VALUES (:key, :kind, :space_id, :answered, :at, :heading, :excerpt, :title, :joined, :typed, :body)
    ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, space_id = excluded.space_id, answered = excluded.answered,
        at = excluded.at, heading = excluded.heading, excerpt = excluded.excerpt, title = excluded.title,
        joined = excluded.joined, typed = excluded.typed, body = excluded.body"""
)
_COUNTED = text(
    """SELECT word,
        (SELECT count(*) FROM (SELECT 1 FROM search_document
            WHERE in_title @@ quote_literal(word)::tsquery LIMIT :most) AS titles),
        (SELECT count(*) FROM (SELECT 1 FROM search_document
            WHERE anywhere @@ quote_literal(word)::tsquery LIMIT :most) AS texts)
    FROM unnest(CAST(:words AS text[])) AS word"""
)
# The rough order, by the weight of the words a document has, picks which candidates are ranked in earnest.
_CANDIDATES = text(
    """SELECT key, kind, space_id, heading, excerpt, title, joined, body, count(*) OVER () AS total
    FROM search_document
    WHERE anywhere @@ CAST(:wanted AS tsquery)
        AND (CAST(:kind AS text) IS NULL OR kind = :kind)
        AND (CAST(:answered AS boolean) IS NULL OR answered = :answered)
        AND (CAST(:spaces AS integer[]) IS NULL OR space_id = ANY(CAST(:spaces AS integer[])))
    ORDER BY (SELECT coalesce(sum(weight), 0) FROM unnest(CAST(:words AS text[]), CAST(:weights AS float8[]))
        AS telling(word, weight) WHERE anywhere @@ quote_literal(word)::tsquery) DESC, at DESC, key
    LIMIT :limit"""
)
_NEAR = text("SELECT title FROM search_document WHERE :typed <% typed ORDER BY :typed <<-> typed LIMIT :most")
_BEGUN = text("SELECT typed FROM search_document WHERE in_title @@ CAST(:begun AS tsquery) LIMIT :most")
_HAS_TRIGRAMS = text("SELECT to_regclass('ix_search_document_typed') IS NOT NULL")
_SIZE = text(
    """SELECT CASE WHEN reltuples > 20000 THEN reltuples::bigint ELSE (SELECT count(*) FROM search_document) END
    FROM pg_class WHERE oid = 'search_document'::regclass"""
)


class PostgresEngine:
    """Search in the database; see `port.Engine`. The connection, and with it the transaction, is the caller's."""

    def __init__(self, connection: Callable[[], Connection]) -> None:
        """Take the way to the connection of the moment, which must be one to PostgreSQL."""
        self._connection = connection

    def put(self, docs: Iterable[Document]) -> None:
        """Add documents, each in the place of the one with its key."""
        remaining = iter(docs)
        while batch := list(islice(remaining, BATCH)):
            self._connection().execute(_PUT, [_row(document) for document in batch])

    def drop(self, keys: Iterable[str]) -> None:
        """Take documents out; unknown keys are no mistake."""
        gone = text("DELETE FROM search_document WHERE key = ANY(CAST(:keys AS text[]))")
        self._connection().execute(gone, {"keys": list(keys)})

    def search(
        self, q: str, kind: str | None = None, spaces: AbstractSet[int] | None = None, limit: int = 30, offset: int = 0
    ) -> Hits:
        """Documents with all the words (the last may be unfinished); with any of them where none has all."""
        asked = ask(q)
        if not asked.stems:
            return Hits()
        frequencies, most = self._frequencies({*asked.stems, *asked.joined}), max(WINDOW, offset + limit)
        allowed = _allowed(spaces, kind=kind)
        found = self._candidates(_every(asked), frequencies, most, allowed)
        if not found:
            found = self._candidates(_any(asked.stems), frequencies, most, allowed)
        hits = _ranked(asked, as_typed(asked), frequencies, found[:WINDOW])
        hits += [_hit(row) for row in found[WINDOW:]]
        return Hits(tuple(hits[offset : offset + limit]), found[0]["total"] if found else 0)

    def similar(self, q: str, spaces: AbstractSet[int] | None = None, limit: int = 5, kind: str = ANSWERED) -> Hits:
        """Answered questions, or other documents of a kind, most like this text, which may still be in the typing."""
        asked = ask(q)
        if not asked.stems:
            return Hits()
        known = self._frequencies({*asked.stems, *asked.joined})
        expansions = expand(asked, known.is_known, self._neighbours, self._begun)
        words = {*asked.joined, *(word for near in expansions.values() for word, _ in near)}
        frequencies = self._frequencies(words | set(asked.stems)) if words - set(known.anywhere) else known
        allowed = _allowed(spaces, answered=True) if kind == ANSWERED else _allowed(spaces, kind=kind)
        found = self._candidates(_any(_telling(words, frequencies)), frequencies, WINDOW, allowed)
        hits = _ranked(asked, expansions, frequencies, found)
        hits = [hit for hit in hits if hit.score > 0]
        return Hits(tuple(hits[:limit]), len(hits))

    def count(self) -> int:
        """How many documents there are."""
        return int(self._connection().scalar(text("SELECT count(*) FROM search_document")) or 0)

    def clear(self) -> None:
        """Forget everything, the watermark too."""
        self._connection().execute(text("TRUNCATE search_document, search_watermark"))

    def compact(self) -> None:
        """Nothing: what was taken out goes with the database's own vacuum."""

    def watermark(self) -> int:
        """The last event taken in, 0 at first."""
        return int(self._connection().scalar(text("SELECT max(event_id) FROM search_watermark")) or 0)

    def set_watermark(self, event_id: int) -> None:
        """Note the last event taken in, after its documents are."""
        self._connection().execute(text("DELETE FROM search_watermark"))
        self._connection().execute(text("INSERT INTO search_watermark VALUES (:event_id)"), {"event_id": event_id})

    def _candidates(
        self, wanted: str, frequencies: Frequencies, limit: int, allowed: Mapping[str, Any]
    ) -> Sequence[RowMapping]:
        weights = {word: frequencies.weight(word) for word, count in frequencies.anywhere.items() if count}
        values = {"words": list(weights), "weights": list(weights.values()), "limit": limit, **allowed}
        return self._connection().execute(_CANDIDATES, {"wanted": wanted, **values}).mappings().all()

    def _frequencies(self, words: Iterable[str]) -> Frequencies:
        connection = self._connection()
        rows = connection.execute(_COUNTED, {"words": list(words), "most": COUNTED_TO}).all()
        return Frequencies(
            documents=int(connection.scalar(_SIZE) or 0),
            in_title={word: titles for word, titles, _ in rows},
            anywhere={word: texts for word, _, texts in rows},
            title_length=1.0,
            text_length=1.0,
        )

    def _neighbours(self, typed: str) -> Iterable[str]:
        if len(typed) < SHORTEST_NEAR or not self._connection().scalar(_HAS_TRIGRAMS):
            return []
        titles = self._connection().scalars(_NEAR, {"typed": typed, "most": MOST_LOOKED_UP})
        return {word for title in titles for word in title.split()}

    def _begun(self, typed: str) -> Iterable[str]:
        if len(typed) < SHORTEST_BEGUN:
            return []
        rows = self._connection().scalars(_BEGUN, {"begun": f"{_quoted('=' + typed)}:*", "most": MOST_LOOKED_UP})
        found = Counter(word[1:] for row in rows for word in row.split() if word.startswith("=" + typed))
        often = sorted(found, key=lambda word: (-found[word], word))
        return [] if typed in found else dict.fromkeys(map(stem, often[:MOST_NEAR]))


def _row(document: Document) -> dict[str, Any]:
    row = analyse(document)
    return {
        "key": document.key,
        "kind": document.kind,
        "space_id": document.space_id,
        "answered": document.answered,
        "at": document.at,
        "heading": document.title,
        "excerpt": document.answer[:EXCERPT],
        "title": row.title,
        "joined": row.joined,
        "typed": " ".join(f"={word}" for word in row.typed.split()),
        "body": row.text,
    }


def _allowed(spaces: AbstractSet[int] | None, kind: str | None = None, answered: bool | None = None) -> dict[str, Any]:
    return {"spaces": None if spaces is None else sorted(spaces), "kind": kind, "answered": answered}


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _any(words: Iterable[str]) -> str:
    return " | ".join(map(_quoted, words))


def _every(asked: Asked) -> str:
    terms = {word: _quoted(word) for word in asked.stems}
    if len(asked.last) >= SHORTEST_PREFIX:
        last = stem(asked.last)
        terms[last] = f"({terms[last]} | {_quoted('=' + asked.last)}:*)"
    return " & ".join(terms.values())


def _telling(words: Iterable[str], frequencies: Frequencies) -> list[str]:
    counted = sorted((frequencies.anywhere[word], word) for word in words if frequencies.is_known(word))
    most = max(COMMON_FROM, COMMON_SHARE * frequencies.documents)
    return [word for count, word in counted if count <= most] or [word for _, word in counted[:2]]


def _ranked(asked: Asked, expansions: Expansions, frequencies: Frequencies, found: Sequence[RowMapping]) -> list[Hit]:
    rows = {row["key"]: row for row in found}
    seen = [Candidate(row["key"], row["heading"], row["title"], row["joined"], row["body"]) for row in found]
    title, text = mean_length(each.title for each in seen), mean_length(each.text for each in seen)
    known = replace(frequencies, title_length=title, text_length=text)
    return [_hit(rows[each.key], each) for each in rank(asked, expansions, known, seen)]


def _hit(row: RowMapping, ranked: Ranked | None = None) -> Hit:
    score, alikeness = (ranked.score, ranked.alikeness) if ranked else (0.0, 0.0)
    return Hit(row["key"], row["kind"], row["space_id"], row["heading"], row["excerpt"], score, alikeness)
