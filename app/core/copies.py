"""Copies of what was erased: waiting and past dispatch, parked events, mails that were written to a folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import delete, select

from app.core.dispatch import Dispatch
from app.core.events import Entry
from app.core.personal import Gone, after_erasing, once_erased, said_in
from app.core.settings import settings
from app.core.subscriptions import Parked
from app.extensions import db

AT_ONCE = 500
TELLS_OF = re.compile(r"mail:told:(\d{1,18}):")


@after_erasing
def forget_dispatch(gone: Gone) -> None:
    """Take out effects that say any of it, sent or not, and what went wrong with events in its words."""
    all_words, telling, last = gone.pattern, gone.telling, 0
    columns = (Dispatch.id, Dispatch.key, Dispatch.lane, Dispatch.payload, Dispatch.last_error)
    query = select(*columns).order_by(Dispatch.id).limit(AT_ONCE)
    while rows := db.session.execute(query.where(Dispatch.id > last)).all():
        said = {row.id: "\n".join([*said_in(row.payload), row.last_error or ""]) for row in rows}
        theirs = _of_their_deeds(rows, gone)
        going = [
            row.id for row in rows
            if row.payload.get("about") in gone.subjects or row.lane == f"xapi:{gone.person_id}"
            or telling.search(said[row.id])
            or (row.id in theirs and all_words.search(said[row.id]))
        ]  # fmt: skip
        db.session.execute(delete(Dispatch).where(Dispatch.id.in_(going)))
        last = rows[-1].id
    for parked in db.session.scalars(select(Parked)).all():
        if telling.search(parked.error):
            parked.error = ""
    _forget_mails(gone)


def _of_their_deeds(rows: Sequence[Any], gone: Gone) -> set[int]:
    """Which of these tell others of what they did, by the number of the event in their keys."""
    numbers = {row.id: int(found[1]) for row in rows if (found := TELLS_OF.match(row.key))}
    theirs = select(Entry.id).where(Entry.id.in_(numbers.values()), Entry.actor_id == gone.person_id)
    events = set(db.session.scalars(theirs))
    return {row_id for row_id, number in numbers.items() if number in events}


@once_erased
def shrink() -> None:
    """Leave nothing old in SQLite's log of changes; the file itself overwrites what is deleted."""
    if settings().on_sqlite:
        db.session.rollback()
        with db.engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None  # noqa: S101 - it was opened just now
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _forget_mails(gone: Gone) -> None:
    """Where mail is written to a folder, as while trying the product out, it lies there as files."""
    url = urlsplit(settings().mail_url)
    folder = Path(unquote(url.path))
    if url.scheme != "file" or not folder.is_dir():
        return
    pattern = gone.pattern
    for path in folder.rglob("*.eml"):
        message = message_from_bytes(path.read_bytes(), policy=default)
        if pattern.search("\n".join(_said(message))):
            path.unlink(missing_ok=True)


def _said(message: EmailMessage) -> list[str]:
    parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return [str(message["to"]), str(message["subject"]), *map(str, parts)]
