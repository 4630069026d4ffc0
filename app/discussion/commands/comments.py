"""What is done with comments; the thing's own feature checks the policy and keeps the count."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Invalid
from app.core.events import Actor, record
from app.core.pages import BEYOND_IDS
from app.discussion.events import CommentEdited, CommentHeld, CommentPosted, CommentStateChanged
from app.discussion.models import SHOWN, Comment, CommentVersion
from app.discussion.queries import is_shown
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
    parent = _parent(kind, subject_id, reply_to_id, by)
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


def edit(
    comment: Comment, body: str, *, by: Person | None, held_by: list[str] | None = None, closed: bool = False
) -> int:
    """Change what a comment says; what others read before is kept. Returns by how much the thing's count changes.

    With `held_by` it waits for a moderator; `by` is None where the event book must not say who. With `closed` nobody
    reads what it said, now or before: a moderator replaces it, and keeps it elsewhere. Nor does anybody where a
    moderator took it out of sight, and its author changes it after that. Raises Invalid.
    """
    _check_words(body)
    db.session.flush()
    db.session.refresh(comment, ["state", "body"], with_for_update=True)
    if comment.body == body:
        return 0
    was, written_at = comment.state, comment.edited_at or comment.posted_at
    if closed or was not in {SHOWN, "held"}:
        db.session.execute(delete(CommentVersion).where(CommentVersion.comment_id == comment.id))
    elif was == SHOWN:  # what waited for a moderator was read by nobody, and its history is read by all
        db.session.add(CommentVersion(comment_id=comment.id, body=comment.body, written_at=written_at))
    _write(comment, body, clock.now(), by=by, noted=closed)
    subject = f"{comment.kind}:{comment.subject_id}"
    if held_by and was == SHOWN:
        comment.state = "held"
        held = CommentHeld(comment_id=comment.id, subject=subject, page=comment.page, rules=held_by)
        record(held, by=by, space_id=comment.space_id)
    return (comment.state == SHOWN) - (was == SHOWN)


def restore(
    comment: Comment, body: str, *, edited_at: datetime | None, earlier: Iterable[tuple[str, datetime]], by: Actor
) -> None:
    """Give a comment the words and the history back that a moderator replaced; nothing new is said or screened."""
    db.session.flush()
    db.session.refresh(comment, ["state", "body"], with_for_update=True)
    db.session.execute(delete(CommentVersion).where(CommentVersion.comment_id == comment.id))
    db.session.add_all(CommentVersion(comment_id=comment.id, body=said, written_at=at) for said, at in earlier)
    _write(comment, body, edited_at, by=by, noted=True)


def _write(comment: Comment, body: str, at: datetime | None, *, by: Actor | None, noted: bool) -> None:
    """Replace the words; what a moderator does to them is noted on the audit log."""
    before, comment.body, comment.body_html, comment.edited_at = comment.body, body, text.render(body), at
    if noted:
        name, after = f"comment:{comment.id}", {"body": body}
        audit.log("discussion.comment_edited", name, by=by, before={"body": before}, after=after)
    edited = CommentEdited(comment_id=comment.id, subject=f"{comment.kind}:{comment.subject_id}", page=comment.page)
    record(edited, by=by, space_id=comment.space_id)


def set_state(comment: Comment, state: str, *, by: Actor | None, unnamed: bool = False) -> int:
    """Publish, hide or remove a comment; returns by how much the thing's comment count changes."""
    return set_states([comment], state, by=by, unnamed={comment.id} if unnamed else ())[comment]


def set_states(
    comments: Iterable[Comment], state: str, *, by: Actor | None, unnamed: Container[int] = ()
) -> dict[Comment, int]:
    """The same for many: by how much each changes its thing's count; `unnamed` are ids of those by nobody known."""
    held = list(comments)
    db.session.flush()
    now = select(Comment).where(Comment.id.in_([each.id for each in held])).order_by(Comment.id)
    # Two moderators at once change and count it once.
    now = now.with_for_update(of=Comment).execution_options(populate_existing=True)
    db.session.scalars(now).unique().all()
    changes = {each: (state == SHOWN) - (each.state == SHOWN) for each in held}
    for comment in held:
        if comment.state != state:
            was, comment.state = comment.state, state
            _tell_of(comment, was, by, named=comment.id not in unnamed)
    return changes


def _tell_of(comment: Comment, was: str, by: Actor | None, *, named: bool) -> None:
    subject = f"{comment.kind}:{comment.subject_id}"
    changed = CommentStateChanged(comment_id=comment.id, subject=subject, page=comment.page, state=comment.state)
    record(changed, by=by, space_id=comment.space_id)
    if (was, comment.state) == ("held", SHOWN):
        posted = CommentPosted(
            comment_id=comment.id, subject=subject, page=comment.page, reply_to_id=comment.reply_to_id,
            channel=comment.channel,
        )  # fmt: skip
        record(posted, by=comment.author if named else None, space_id=comment.space_id)


def _check_words(body: str) -> None:
    if not body.strip():
        raise Invalid({"body": _("Write a comment first.")})
    if len(body) > LONGEST:
        raise Invalid({"body": _("A comment has at most %(most)d characters.", most=LONGEST)})


def _parent(kind: str, subject_id: int, reply_to_id: int | None, by: Person) -> Comment | None:
    """The comment that is replied to, beneath the same thing, which the writer can read: no other is said to be."""
    if reply_to_id is None:
        return None
    parent = db.session.get(Comment, reply_to_id) if 0 < reply_to_id < BEYOND_IDS else None
    is_here = parent is not None and (parent.kind, parent.subject_id) == (kind, subject_id)
    if parent is None or not is_here or not is_shown(parent, by):
        raise Invalid({"reply_to": _("The comment you reply to is not here.")})
    return parent
