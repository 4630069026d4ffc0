"""Noting what was said back in a channel."""

from __future__ import annotations

from datetime import datetime

from app.core import clock
from app.extensions import db
from app.listening.models import OUT, ChannelMessage
from app.listening.port import Said


def note_said(asked: ChannelMessage, said: Said, *, subject: str, at: datetime) -> ChannelMessage:
    """Keep that something from here was said beneath a message, so that what follows on it finds its question."""
    return _note(asked, said.external_id, said.url, said.refs, subject, at)


def note_unsaid(asked: ChannelMessage, reason: str, *, subject: str, at: datetime) -> ChannelMessage:
    """Keep that something could not be said, as what it would have been said to was taken back."""
    message = _note(asked, unsaid(asked, subject), "", {}, subject, at)
    message.refused = reason[:300]
    return message


def unsaid(asked: ChannelMessage, subject: str) -> str:
    """The id of what was not said, which the channel gave none."""
    return f"unsaid:{subject}:{asked.id}"


def note_withdrawn(message: ChannelMessage) -> None:
    """Keep that it was taken back."""
    message.withdrawn_at = clock.now()


def _note(
    asked: ChannelMessage, external_id: str, url: str, refs: dict[str, object], subject: str, at: datetime
) -> ChannelMessage:
    message = ChannelMessage(
        account_id=asked.account_id, account=asked.account, external_id=external_id, direction=OUT,
        handle=asked.account.address, url=url, refs=refs, question_id=asked.question_id, subject=subject,
        said_at=at, taken_at=clock.now(),
    )  # fmt: skip
    db.session.add(message)
    return message
