"""What happens in discussions."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("discussion.comment_posted", "{page}")
class CommentPosted(Event):
    """Somebody commented; `subject` is such as `idea:7`, `page` the thing whose page shows it, `channel` the way."""

    comment_id: int
    subject: str
    page: str
    reply_to_id: int | None = None
    channel: str = "site"


@happening("discussion.comment_held")
class CommentHeld(Event):
    """A rule held a comment before anybody saw it."""

    comment_id: int
    subject: str
    page: str
    rules: list[str]


@happening("discussion.comment_state_changed", "{page}")
class CommentStateChanged(Event):
    """A comment was released, hidden, removed or restored."""

    comment_id: int
    subject: str
    page: str
    state: str


@happening("discussion.comment_edited", "{page}")
class CommentEdited(Event):
    """Somebody changed what their comment says."""

    comment_id: int
    subject: str
    page: str
