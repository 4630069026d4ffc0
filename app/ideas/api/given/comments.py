"""How comments look."""

from __future__ import annotations

from app.accounts.api import PersonOut
from app.accounts.models import Person
from app.core.api import Out
from app.core.api.operations import Moment
from app.discussion.models import Comment
from app.ideas import queries
from app.ideas.models import Idea


class CommentOut(Out):
    """A comment; `state` is published, or held while a moderator looks at it.

    `author` is null where it would name the author of an anonymous idea.
    """

    id: int
    author: PersonOut | None
    by_author: bool
    body: str
    body_html: str
    reply_to: int | None
    state: str
    posted_at: Moment

    @classmethod
    def of(cls, comment: Comment, idea: Idea, reader: Person | None) -> CommentOut:
        """From a row, as somebody may read it."""
        hidden = queries.unnamed(idea, comment.author_id, comment.posted_at, reader)
        return cls(
            id=comment.id, author=None if hidden else PersonOut.of(comment.author),
            by_author=queries.wrote(idea, comment.author_id, comment.posted_at), body=comment.body,
            body_html=comment.body_html, reply_to=comment.reply_to_id, state=comment.state, posted_at=comment.posted_at,
        )  # fmt: skip
