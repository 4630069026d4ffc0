"""What is done with comments; the thing's own feature checks the policy and keeps the count."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import clock, text
from app.core.access import Invalid
from app.core.events import Actor, record
from app.core.pages import BEYOND_IDS
from app.discussion.events import CommentEdited, CommentHeld, CommentPosted, CommentStateChanged
from app.discussion.models import SHOWN, Comment, CommentVersion
from app.extensions import db

LONGEST = 4000


def post(
    kind: str,
    subject_id: int,
    body: str,
    *,
    page: str,
    space_id: int,
    by: Person,
    reply_to_id: int | None = None,
    held_by: list[str] | None = None,
    external_id: str | None = None,
    channel: str = "site",
    unnamed: bool = False,
) -> Comment:
    """Write a comment; with `held_by` (names of rules) it waits for a moderator. Raises Invalid for bad text.

    With `unnamed` the event book does not say who wrote it.
    """
    _check_words(body)
    parent = _parent(kind, subject_id, reply_to_id)
    comment = Comment(
        kind=kind, subject_id=subject_id, page=page, space_id=space_id, author_id=by.id, author=by,
        reply_to_id=reply_to_id, thread_id=(parent.thread_id or parent.id) if parent else None, body=body,
        body_html=text.render(body), state="held" if held_by else SHOWN, external_id=external_id, channel=channel,
        posted_at=clock.now(),
    )  # fmt: skip
    db.session.add(comment)
    db.session.flush()
    subject = f"{kind}:{subject_id}"
    if held_by:
        held = CommentHeld(comment_id=comment.id, subject=subject, page=page, rules=held_by)
        record(held, by=None if unnamed else by, space_id=space_id)
    else:
        posted = CommentPosted(
            comment_id=comment.id, subject=subject, page=page, reply_to_id=reply_to_id, channel=channel
        )
        record(posted, by=None if unnamed else by, space_id=space_id)
    return comment


def edit(comment: Comment, body: str, *, by: Person | None, held_by: list[str] | None = None) -> int:
    """Change what a comment says; what others read before is kept. Returns by how much the thing's count changes.

    With `held_by` it waits for a moderator; `by` is None where the event book must not say who. Raises Invalid.
    """
    _check_words(body)
    db.session.flush()
    db.session.refresh(comment, ["state", "body"], with_for_update=True)
    if comment.body == body:
        return 0
    was, written_at = comment.state, comment.edited_at or comment.posted_at
    if was == SHOWN:  # what waited for a moderator was read by nobody, and its history is read by all
        db.session.add(CommentVersion(comment_id=comment.id, body=comment.body, written_at=written_at))
    comment.body, comment.body_html, comment.edited_at = body, text.render(body), clock.now()
    subject = f"{comment.kind}:{comment.subject_id}"
    edited = CommentEdited(comment_id=comment.id, subject=subject, page=comment.page)
    record(edited, by=by, space_id=comment.space_id)
    if held_by and was == SHOWN:
        comment.state = "held"
        held = CommentHeld(comment_id=comment.id, subject=subject, page=comment.page, rules=held_by)
        record(held, by=by, space_id=comment.space_id)
    return (comment.state == SHOWN) - (was == SHOWN)


def set_state(comment: Comment, state: str, *, by: Actor | None, unnamed: bool = False) -> int:
    """Publish, hide or remove a comment; returns by how much the thing's comment count changes."""
    db.session.flush()
    db.session.refresh(comment, ["state"], with_for_update=True)  # two moderators at once change and count it once
    if comment.state == state:
        return 0
    change, was = (state == SHOWN) - (comment.state == SHOWN), comment.state
    comment.state = state
    changed = CommentStateChanged(
        comment_id=comment.id, subject=f"{comment.kind}:{comment.subject_id}", page=comment.page, state=state
    )
    record(changed, by=by, space_id=comment.space_id)
    if (was, state) == ("held", SHOWN):
        subject = f"{comment.kind}:{comment.subject_id}"
        posted = CommentPosted(
            comment_id=comment.id, subject=subject, page=comment.page, reply_to_id=comment.reply_to_id,
            channel=comment.channel,
        )  # fmt: skip
        record(posted, by=None if unnamed else comment.author, space_id=comment.space_id)
    return change


def _check_words(body: str) -> None:
    if not body.strip():
        raise Invalid({"body": _("Write a comment first.")})
    if len(body) > LONGEST:
        raise Invalid({"body": _("A comment has at most %(most)d characters.", most=LONGEST)})


def _parent(kind: str, subject_id: int, reply_to_id: int | None) -> Comment | None:
    """The comment that is replied to, beneath the same thing."""
    if reply_to_id is None:
        return None
    parent = db.session.get(Comment, reply_to_id) if 0 < reply_to_id < BEYOND_IDS else None
    if parent is None or (parent.kind, parent.subject_id) != (kind, subject_id):
        raise Invalid({"reply_to": _("The comment you reply to is not here.")})
    return parent
