"""Filling the index: changes are noted with their event, and taken in by the worker, batch by batch."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import delete, insert, select, tuple_

from app.board import queries as board
from app.core import transaction
from app.core.subscriptions import Cursor
from app.extensions import db
from app.ideas.models import Idea
from app.search.backend import engine
from app.search.documents import document
from app.search.engine.port import Document
from app.search.models import Stale

SUBSCRIBER = "search"
BATCH = 500
KINDS = frozenset({"question", "idea"})
log = logging.getLogger(__name__)

Marks = Sequence[tuple[str, int]]
Documents = Mapping[str, Document | None]


def mark(key: str, entry_id: int) -> None:
    """Note that a document changed with an event."""
    db.session.merge(Stale(key=key, entry_id=entry_id))


def forget() -> None:
    """Empty the index."""
    db.session.execute(delete(Stale))
    engine().clear()


def catch_up() -> None:
    """Take in what changed; a failure is tried again in the worker's next round and stops nobody else."""
    try:
        _notice_loss()
        while index_some():
            pass
    except Exception:  # a full disk or a lock held by a rebuild; what is stale stays noted
        log.exception("the search index could not be written")


def index_some() -> int:
    """Take in one batch of changes; returns how many."""
    stale, documents = read_some()
    if stale:
        take_in(stale, documents)
    return len(stale)


def read_some() -> tuple[Marks, Documents]:
    """The oldest changes that are noted, and the documents as they are now."""
    with transaction.reading():
        query = select(Stale.key, Stale.entry_id).order_by(Stale.entry_id, Stale.key).limit(BATCH)
        stale = [(key, entry_id) for key, entry_id in db.session.execute(query)]
        return stale, {key: document(key) for key, _ in stale}


def take_in(stale: Marks, documents: Documents) -> None:
    """Write documents into the index; the embedded database is not locked while a folder is written.

    What another worker took in since these were read may be older now than before, so it is noted again.
    """
    with transaction.unit():
        engine().put(found for found in documents.values() if found is not None)
        if gone := [key for key, found in documents.items() if found is None]:
            engine().drop(gone)
        engine().set_watermark(max(engine().watermark(), *(entry_id for _, entry_id in stale), 1))
        noted = delete(Stale).where(tuple_(Stale.key, Stale.entry_id).in_(stale)).returning(Stale.key)
        taken = set(db.session.scalars(noted.execution_options(synchronize_session=False)))
        later = set(db.session.scalars(select(Stale.key).where(Stale.key.in_(documents))))
        for key, entry_id in stale:
            if key not in taken | later:
                mark(key, entry_id)


def mark_again(subjects: Iterable[str]) -> None:
    """Note that the documents in which these things stand are to be read anew: an answer stands in its question's."""
    for subject in subjects:
        kind, _, number = subject.partition(":")
        if kind in KINDS:
            mark(subject, _last_entry())
        elif kind == "answer" and (given := board.answer_by_id(int(number))) is not None:
            mark(f"question:{given.question_id}", _last_entry())


def compact() -> None:
    """Take in what changed, and write the index anew as one."""
    catch_up()
    engine().compact()


def start_over() -> int:
    """Empty the index and note everything that belongs in it; returns how many documents that is."""
    engine().clear()
    db.session.execute(delete(Stale))
    return _mark_all(_last_entry())


def _notice_loss() -> None:
    """Fill an index that was lost, as when a backup was restored without it."""
    with transaction.reading():
        lost = engine().watermark() == 0 and _last_entry() > 0
    if lost:
        with transaction.unit():
            start_over()
            engine().set_watermark(_last_entry())


def _last_entry() -> int:
    cursor = db.session.get(Cursor, SUBSCRIBER)
    return cursor.entry_id if cursor else 0


def _mark_all(entry_id: int) -> int:
    total = 0
    for keys in (*_questions(), *_ideas()):
        rows = [{"key": key, "entry_id": entry_id} for key in keys]
        db.session.execute(insert(Stale), rows)
        total += len(rows)
    return total


def _questions() -> Iterator[list[str]]:
    ids = board.indexed_ids()
    while ids:
        yield _keys("question", ids)
        ids = board.indexed_ids(after=ids[-1])


def _ideas() -> Iterator[list[str]]:
    query = select(Idea.id).order_by(Idea.id)
    for ids in db.session.scalars(query.execution_options(yield_per=BATCH)).partitions():
        yield _keys("idea", ids)


def _keys(kind: str, ids: Iterable[int]) -> list[str]:
    return [f"{kind}:{number}" for number in ids]
