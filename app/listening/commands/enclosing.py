"""Taking the files that came with a message: those of somebody who is known, on what they write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import mail
from app.core.access import Invalid
from app.files import commands as files
from app.listening.port import Inbound


@dataclass(frozen=True)
class Unpacked:
    """Files that may be stored, and why others may not."""

    prepared: Sequence[files.Prepared] = ()
    refused: Sequence[str] = ()


@dataclass(frozen=True)
class Kept:
    """The names of the files that were stored, and why others were not."""

    tokens: Sequence[str] = ()
    refused: Sequence[str] = ()


def unpack(said: Inbound) -> Unpacked:
    """Check what came with a reply to us and make its pictures anew: to be done while no lock is held."""
    if not any(mail.about_of(each, said.key) for each in said.parents):
        return Unpacked()  # whose name anybody can write gets no pictures decoded
    prepared: list[files.Prepared] = []
    refused = [_("At most %(most)d files.", most=files.MOST_ON_ONE)] if len(said.files) > files.MOST_ON_ONE else []
    for each in said.files[: files.MOST_ON_ONE]:
        try:
            prepared.append(files.prepare(files.Sent(each.name, each.media, each.content)))
        except Invalid as error:
            refused += error.errors.values()
    return Unpacked(prepared, refused)


def keep(unpacked: Unpacked, *, by: Person) -> Kept:
    """Store them for whoever sent them, as far as they have room."""
    tokens: list[str] = []
    for each in unpacked.prepared:
        try:
            tokens.append(files.store(each, by=by).token)
        except Invalid as error:
            return Kept(tokens, [*unpacked.refused, *error.errors.values()])
    return Kept(tokens, unpacked.refused)
