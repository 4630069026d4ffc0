"""Changing words in a case through the commands of their own feature, and giving them back as they were."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer, Question
from app.core.access import Invalid
from app.discussion import commands as discussion
from app.discussion import queries as discussed
from app.discussion.models import Comment
from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.moderation.subjects import Subject


def edit(subject: Subject, body: str, *, by: Person, reason: str) -> None:
    """Change a text as a moderator wants it; raises Invalid without one, and for what cannot be taken."""
    if not body.strip():
        raise Invalid({"body": _("Write the text as it should read.")})
    thing = subject.thing
    if isinstance(thing, Answer):
        board.edit_answer(thing, body, by=by, reason=reason)
    elif isinstance(thing, Question):
        topics = [topic.name for topic in thing.topics]
        board.edit(thing, title=thing.title, body=body, topics=topics, by=by, reason=reason)
    elif isinstance(thing, Idea):
        # Everybody reads this, so it must not be the words to its author, who may be anonymous.
        ideas.edit(thing, title=thing.title, body=body, by=by, reason=_("A moderator changed it, so that it can stay."))
    elif thing.kind == "idea":
        ideas.edit_comment(thing, body, by=by)
    else:
        board.edit_comment(thing, body, by=by)


def earlier_words(subject: Subject) -> list[tuple[str, str]]:
    """What a comment said before and since when: its history goes with what a moderator replaces."""
    thing = subject.thing
    kept = discussed.versions(thing) if isinstance(thing, Comment) else []
    return [(version.body, version.written_at.isoformat()) for version in kept]


def put_back(subject: Subject, before: dict[str, Any], *, by: Person) -> None:
    """Give a text back as it was before."""
    thing, edited_at = subject.thing, moment(before["edited_at"])
    if isinstance(thing, Answer):
        board.restore_answer(
            thing, before["body"], edited_at=edited_at, verified_at=moment(before["verified_at"]),
            verified_by_id=before["verified_by_id"], by=by,
        )  # fmt: skip
    elif isinstance(thing, Question):
        board.restore_question(thing, before["body"], edited_at=edited_at, by=by)
    elif isinstance(thing, Idea):
        ideas.restore_words(thing, before["body"], edited_at=edited_at, by=by)
    else:
        earlier = [(said, datetime.fromisoformat(at)) for said, at in before.get("earlier", [])]
        discussion.restore(thing, before["body"], edited_at=edited_at, earlier=earlier, by=by)


def moment(told: str | None) -> datetime | None:
    """A moment as a decision keeps it."""
    return datetime.fromisoformat(told) if told else None
