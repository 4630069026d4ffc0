"""The API's operations on saved replies: the same policy and commands as the desk's pages."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.models import SavedReply
from app.core import text
from app.core.access import ensure, found
from app.core.api import In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.spaces import queries as spaces


class ReplyQuery(In):
    """`space`, a slug, adds what that space shares; `question` fills the blanks that are known there."""

    space: Text | None = Field(None, max_length=60)
    question: int | None = Field(None, ge=1, lt=2**63)


class SavedReplyIn(In):
    """A text to answer with again; with `space`, a slug, for everybody who answers there."""

    title: Text = Field(min_length=1, max_length=200)
    body: Text = Field(min_length=1, max_length=text.LONGEST)
    space: Text | None = Field(None, max_length=60)


class SavedReplyChange(In):
    """What changes of a reply."""

    title: Text | None = Field(None, min_length=1, max_length=200)
    body: Text | None = Field(None, min_length=1, max_length=text.LONGEST)


class SavedReplyOut(Out):
    """A saved reply; `filled` is its text for the question that was named, with what is unknown left open."""

    id: int
    title: str
    body: str
    filled: str | None
    space: str | None
    use_count: int
    saved_at: Moment

    @classmethod
    def of(cls, reply: SavedReply, filled: str | None = None) -> SavedReplyOut:
        """From a row."""
        plain: dict[str, Any] = {
            name: getattr(reply, name) for name in ("id", "title", "body", "use_count", "saved_at")
        }
        return cls(filled=filled, space=reply.space.slug if reply.space else None, **plain)


@operation("listSavedReplies", "GET /desk/replies", query=ReplyQuery, returns=Listing[SavedReplyOut])
def list_saved_replies(query: ReplyQuery) -> Listing[SavedReplyOut]:
    """Your own replies, and what a space shares; the most used first, at most 100."""
    person = somebody()
    ensure(policy.may_work(person))
    space = found(spaces.visible_space(person, query.space)) if query.space else None
    question = found(queries.visible_question(person, query.question)) if query.question else None
    replies = queries.saved_replies(person, space)
    filled = [queries.filled_reply(reply, question, person) if question else None for reply in replies]
    return Listing(items=[SavedReplyOut.of(*each) for each in zip(replies, filled, strict=True)], next=None)


@operation("createSavedReply", "POST /desk/replies", body=SavedReplyIn, returns=SavedReplyOut, status=201)
def create_saved_reply(body: SavedReplyIn) -> SavedReplyOut:
    """Keep a text to answer with again."""
    person = somebody()
    ensure(policy.may_work(person))
    space = found(spaces.visible_space(person, body.space)) if body.space else None
    if space is not None:
        ensure(policy.may_share_reply(person, space))
    return SavedReplyOut.of(commands.save_reply(body.title, body.body, by=person, space=space))


@operation("updateSavedReply", "PATCH /desk/replies/<id:reply_id>", body=SavedReplyChange, returns=SavedReplyOut)
def update_saved_reply(reply_id: int, body: SavedReplyChange) -> SavedReplyOut:
    """Change a reply's words; a shared one is for whoever keeps the space's."""
    person, reply = somebody(), _reply(reply_id)
    ensure(policy.may_change_reply(person, reply))
    commands.edit_reply(
        reply, reply.title if body.title is None else body.title, reply.body if body.body is None else body.body,
        by=person,
    )  # fmt: skip
    return SavedReplyOut.of(reply)


@operation("deleteSavedReply", "DELETE /desk/replies/<id:reply_id>")
def delete_saved_reply(reply_id: int) -> None:
    """Drop a reply."""
    person, reply = somebody(), _reply(reply_id)
    ensure(policy.may_change_reply(person, reply))
    commands.forget_reply(reply, by=person)


def _reply(reply_id: int) -> SavedReply:
    """One's own, or shared by a space one sees; to whoever does not work at the desk there is none."""
    person = me()
    return found(queries.saved_reply(person, reply_id) if person is not None and person.is_employee else None)
