"""What is held of who discusses."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select

from app.core.personal import Held, holds
from app.discussion.models import Comment, CommentVersion, Draft


def _versions(person: Any) -> ColumnElement[bool]:
    return CommentVersion.comment_id.in_(select(Comment.id).where(Comment.author_id == person.id))


holds(
    Held(
        Comment, "author_id", "words", "comments", ("id", "page", "body", "state", "channel", "posted_at"),
        {"body": "", "body_html": ""}, "comment",
    ),
    Held(CommentVersion, "", "words", "earlier comments", ("comment_id", "body"), {"body": ""}, whose=_versions),
    Held(Draft, "person_id", "goes", "drafts", ("place", "fields", "saved_at")),
)  # fmt: skip
