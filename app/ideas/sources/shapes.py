"""The tables that other products export: for each field of an import line the columns that hold it, best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Columns = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Source:
    """One product's tables. `statuses` says of which kind of stage its statuses are; `title_from` names a field that
    holds a whole statement, of which a title is made; `hidden` are values of the column `state` that nobody saw there.
    """

    name: str
    items: Columns
    votes: Columns
    comments: Columns = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    statement: bool = False
    hidden: frozenset[str] = frozenset()


_STATUSES = {
    "open": "open", "new": "open", "under review": "review", "under-review": "review", "planned": "decided",
    "started": "doing", "in progress": "doing", "completed": "done", "complete": "done", "shipped": "done",
    "declined": "closed", "closed": "closed", "duplicate": "closed",
}  # fmt: skip
_VOTES: Columns = {
    "item": ("number", "post_id", "idea_id", "topic_id", "suggestion.id", "post"),
    "email": ("user_email", "email", "voter email", "user.email_address", "voter_email"),
    "handle": ("user_id", "username", "voter id", "user.id", "voter_id", "user"),
    "name": ("user_name", "name", "voter", "voter name", "user.name"),
    "at": ("created_at", "created", "date", "voted_at", "supporter.created_timestamp"),
}
_COMMENTS: Columns = {
    "external_id": ("id", "comment_id", "comment.id"),
    "item": ("number", "post_id", "idea_id", "topic_id", "suggestion.id", "post"),
    "reply_to": ("parent_id", "reply_to", "reply_to_post_number", "parent comment id"),
    "body": ("content", "body", "value", "raw", "text", "comment", "comment.body"),
    "email": ("user_email", "email", "author email", "user.email_address"),
    "handle": ("user_id", "username", "author id", "user.id"),
    "name": ("user_name", "name", "author", "author name", "user.name"),
    "at": ("created_at", "created", "date", "comment.created_timestamp"),
}

FIDER = Source(
    "fider",
    items={
        "external_id": ("number", "id"), "title": ("title",), "body": ("description",),
        "email": ("created_by_email",), "handle": ("created_by",), "at": ("created_at",), "status": ("status",),
        "vote_count": ("votes_count",), "comment_count": ("comments_count",), "merged_into": ("original_number",),
        "merged_title": ("original_title",),
        "response": ("response",), "response_by": ("responded_by",), "response_at": ("responded_at",),
        "tags": ("tags",),
    },
    votes=_VOTES, comments=_COMMENTS, statuses=_STATUSES,
)  # fmt: skip

USERVOICE = Source(
    "uservoice",
    items={
        "external_id": ("suggestion.id", "id"), "title": ("suggestion.title", "title"),
        "body": ("suggestion.body", "description", "text"),
        "email": ("suggestion.creator.email_address", "suggestion.created_by.email_address", "creator email", "email"),
        "handle": ("suggestion.creator.id", "suggestion.created_by.id"),
        "name": ("suggestion.creator.name", "suggestion.created_by.name", "creator", "creator name"),
        "at": ("suggestion.created_timestamp", "created", "created_at"),
        "status": ("suggestion.status.name", "status"),
        "vote_count": ("suggestion.supporters_count", "suggestion.votes_count", "supporters", "votes"),
        "comment_count": ("suggestion.comments_count", "comments"), "merged_into": ("suggestion.parent.id",),
        "tags": ("suggestion.labels.name", "labels"), "category": ("suggestion.category.name", "category"),
    },
    votes=_VOTES, comments=_COMMENTS, statuses=_STATUSES,
)  # fmt: skip

CANNY = Source(
    "canny",
    items={
        "external_id": ("id", "post id", "url"), "title": ("title", "post title"),
        "body": ("details", "description"), "email": ("author email", "email"), "handle": ("author id",),
        "name": ("author name", "author"), "at": ("created", "created at", "date"), "status": ("status",),
        "vote_count": ("score", "votes", "vote count"), "comment_count": ("comments", "comment count"),
        "tags": ("tags",), "category": ("category",), "dropped": ("board", "owner", "eta"),
    },
    votes=_VOTES, comments=_COMMENTS, statuses=_STATUSES,
)  # fmt: skip

DISCOURSE = Source(
    "discourse",
    items={
        "external_id": ("topic_id", "id"), "title": ("title", "topic_title"), "body": ("raw", "post_raw", "excerpt"),
        "email": ("email",), "handle": ("username", "user_id"), "name": ("name",), "at": ("created_at",),
        "status": ("status",), "vote_count": ("votes_count", "vote_count"),
        "comment_count": ("reply_count", "posts_count"), "tags": ("tags",), "category": ("category",),
        "dropped": ("views", "like_count"),
    },
    votes=_VOTES, comments={**_COMMENTS, "external_id": ("id", "post_id")},
    statuses=_STATUSES,
)  # fmt: skip

POLIS = Source(
    "polis",
    items={
        "external_id": ("comment-id",), "title": ("comment-body",), "handle": ("author-id",), "at": ("timestamp",),
        "vote_count": ("agrees",), "state": ("moderated",), "dropped": ("disagrees",),
    },
    votes={"item": ("comment-id",), "handle": ("voter-id",), "value": ("vote",), "at": ("timestamp",)},
    statement=True, hidden=frozenset({"-1"}),
)  # fmt: skip

SOURCES = {source.name: source for source in (FIDER, USERVOICE, CANNY, DISCOURSE, POLIS)}
NEEDED = {"items": ("external_id", "title"), "votes": ("item",), "comments": ("item", "body")}
