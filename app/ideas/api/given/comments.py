"""How comments look."""

from __future__ import annotations

from app.accounts.api import PersonOut
from app.core.api import Out
from app.core.api.operations import Moment
from app.discussion.models import Comment


class CommentOut(Out):
    """A comment; `state` is published, or held while a moderator looks at it."""

    id: int
    author: PersonOut
    body: str
    body_html: str
    reply_to: int | None
    state: str
    posted_at: Moment

    @classmethod
    def of(cls, comment: Comment) -> CommentOut:
        """From a row."""
        return cls(
            id=comment.id, author=PersonOut.of(comment.author), body=comment.body, body_html=comment.body_html,
            reply_to=comment.reply_to_id, state=comment.state, posted_at=comment.posted_at,
        )  # fmt: skip
