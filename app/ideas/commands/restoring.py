"""Words of an idea as they were before a moderator changed them: not screened again, for nothing new is said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.core import audit, text
from app.core.events import Actor, record
from app.extensions import db
from app.ideas.commands.holding import hold_rows
from app.ideas.events import IdeaEdited
from app.ideas.models import Idea, IdeaVersion


def restore_words(idea: Idea, body: str, *, edited_at: datetime | None, by: Actor) -> None:
    """Give an idea the text it had; the change that is taken back is no change any more."""
    hold_rows(idea)
    theirs = select(IdeaVersion).where(IdeaVersion.idea_id == idea.id, IdeaVersion.by_author.is_(False))
    kept = db.session.scalar(theirs.where(IdeaVersion.body == body).order_by(IdeaVersion.id.desc()).limit(1))
    if kept is not None:
        db.session.delete(kept)
    before, idea.body, idea.body_html, idea.edited_at = idea.body, body, text.render(body), edited_at
    audit.log("ideas.idea_edited", f"idea:{idea.id}", by=by, before={"body": before}, after={"body": body})
    record(IdeaEdited(idea_id=idea.id, challenge_id=idea.challenge_id, words=False), by=by, space_id=idea.space_id)
