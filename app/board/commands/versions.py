"""A save that did not know the latest text is told so, with both texts, instead of winning."""

from __future__ import annotations

from flask_babel import gettext as _

from app.board.models import Answer, Practice, Question
from app.core.access import Conflict


class Stale(Conflict):
    """Somebody else changed the text since it was read: `version` and `body` are the latest."""

    def __init__(self, thing: Answer | Practice | Question) -> None:
        said = _("Somebody changed this text while you were writing. Nothing of either text is lost.")
        super().__init__(said, version=thing.version, body=thing.body)


def check_version(thing: Answer | Practice | Question, version: str | None) -> None:
    """Raise Stale where a version is given that is not the latest; whoever holds the row may rely on it."""
    if version and version != thing.version:
        raise Stale(thing)
