"""Saved replies."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.board.models import SavedReply
from app.core import audit, clock, text
from app.core.access import Invalid
from app.extensions import db
from app.spaces.models import Space

LONGEST_TITLE = 80


def save_reply(title: str, body: str, *, by: Person, space: Space | None = None) -> SavedReply:
    """Keep a text to answer with again, for oneself or for a space; raises Invalid when a part is missing or long."""
    title = _checked(title, body)
    reply = SavedReply(
        person_id=by.id, person=by, space_id=space.id if space else None, space=space, title=title, body=body,
        use_count=0, saved_at=clock.now(),
    )  # fmt: skip
    db.session.add(reply)
    db.session.flush()
    if space is not None:
        audit.log("board.reply_shared", f"reply:{reply.id}", by=by, after={"title": title, "space": space.slug})
    return reply


def edit_reply(reply: SavedReply, title: str, body: str, *, by: Person) -> None:
    """Change its words; raises Invalid like `save_reply`."""
    title, before = _checked(title, body), {"title": reply.title, "body": reply.body}
    reply.title, reply.body, reply.saved_at = title, body, clock.now()
    if reply.space_id is not None:
        after = {"title": title, "body": body}
        audit.log("board.reply_edited", f"reply:{reply.id}", by=by, before=before, after=after)


def forget_reply(reply: SavedReply, *, by: Person) -> None:
    """Drop a saved reply."""
    if reply.space_id is not None:
        audit.log("board.reply_forgotten", f"reply:{reply.id}", by=by, before={"title": reply.title})
    db.session.delete(reply)


def _checked(title: str, body: str) -> str:
    """The title as it is kept."""
    errors = {}
    title = text.tidy(title)
    if not title or len(title) > LONGEST_TITLE:
        errors["title"] = _("Name the reply in at most %(most)d characters.", most=LONGEST_TITLE)
    if not body.strip() or len(body) > text.LONGEST:
        errors["body"] = _("Write the reply first.")
    if errors:
        raise Invalid(errors)
    return title
