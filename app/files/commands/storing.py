"""Storing what passed, within what each person has room for."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock
from app.core.access import Invalid
from app.extensions import db
from app.files import queries, vault
from app.files.commands.preparing import Prepared
from app.files.models import StoredFile

MOST_FILES = 1000
MOST_ROOM = 500 * 1024 * 1024
MOST_AN_HOUR = 20


def store(prepared: Prepared, *, by: Person) -> StoredFile:
    """Keep a file for its owner, hanging on nothing yet; raises Invalid when they have no room left for it."""
    db.session.execute(select(Person.id).where(Person.id == by.id).with_for_update())  # two at once cannot both be last
    _check_room(by, prepared.size)
    file = StoredFile(
        token=vault.new_token(), owner_id=by.id, name=prepared.name, media=prepared.media, size=prepared.size,
        width=prepared.width, height=prepared.height, uploaded_at=clock.now(), alt="",
    )  # fmt: skip
    vault.write(file.token, prepared.content, prepared.thumb)
    db.session.add(file)
    db.session.flush()
    return file


def _check_room(by: Person, size: int) -> None:
    if queries.sent_since(by, clock.now() - timedelta(hours=1)) >= MOST_AN_HOUR:
        raise Invalid({"files": _("At most %(most)d files an hour. Please wait a little.", most=MOST_AN_HOUR)})
    count, taken = queries.room_taken(by)
    if count >= MOST_FILES or taken + size > MOST_ROOM:
        room = {"files": MOST_FILES, "size": MOST_ROOM // 1024**2}
        raise Invalid({"files": _("Your room for files is full (%(files)d files, %(size)d MB).", **room)})
