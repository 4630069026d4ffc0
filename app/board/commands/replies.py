"""Saved replies."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.board.models import SavedReply
from app.core import clock, text
from app.core.access import Invalid
from app.extensions import db

LONGEST_TITLE = 80


def save_reply(title: str, body: str, *, by: Person) -> SavedReply:
    """Keep a text to answer with again; raises Invalid when either part is missing or too long."""
    errors = {}
    title = text.tidy(title)
    if not title or len(title) > LONGEST_TITLE:
        errors["title"] = _("Name the reply in at most %(most)d characters.", most=LONGEST_TITLE)
    if not body.strip() or len(body) > text.LONGEST:
        errors["body"] = _("Write the reply first.")
    if errors:
        raise Invalid(errors)
    reply = SavedReply(person_id=by.id, title=title, body=body, saved_at=clock.now())
    db.session.add(reply)
    db.session.flush()
    return reply


def forget_reply(reply: SavedReply) -> None:
    """Drop a saved reply."""
    db.session.delete(reply)
