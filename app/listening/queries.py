"""Reading about channels: which accounts there are, what was said, and whose handle is whose."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select

from app.board.models import Question
from app.core.pages import Page, page
from app.core.seal import unseal
from app.extensions import db
from app.listening.models import IN, OUT, ChannelAccount, ChannelHandle, ChannelMessage
from app.listening.port import Connection

MOST_ASKED = 100


def accounts() -> Sequence[ChannelAccount]:
    """All of the company's accounts."""
    return db.session.scalars(select(ChannelAccount).order_by(ChannelAccount.channel, ChannelAccount.address)).all()


def account(account_id: int) -> ChannelAccount | None:
    """One of them."""
    return db.session.get(ChannelAccount, account_id)


def account_of(channel: str, address: str) -> ChannelAccount | None:
    """The account of this address."""
    named = (ChannelAccount.channel == channel, ChannelAccount.address == address)
    return db.session.scalar(select(ChannelAccount).where(*named))


def due(moment: datetime) -> Sequence[ChannelAccount]:
    """Accounts that want looking at; held, so that no two workers look at once."""
    wanted = (ChannelAccount.active, ChannelAccount.look_at <= moment)
    query = select(ChannelAccount).where(*wanted).order_by(ChannelAccount.look_at)
    return db.session.scalars(query.with_for_update(skip_locked=True, of=ChannelAccount)).all()


def connection(account: ChannelAccount) -> Connection:
    """An account with its secrets, for the adapter; raises Unreadable."""
    memory = json.loads(unseal(account.memory)) if account.memory else {}
    return Connection(account.address, account.server, unseal(account.secret), memory)


def message(account: ChannelAccount, external_id: str) -> ChannelMessage | None:
    """What has this id in the channel."""
    named = (ChannelMessage.account_id == account.id, ChannelMessage.external_id == external_id)
    return db.session.scalar(select(ChannelMessage).where(*named))


def message_by_id(message_id: int) -> ChannelMessage | None:
    """One message."""
    return db.session.get(ChannelMessage, message_id)


def thread_of(account: ChannelAccount, parents: Sequence[str]) -> ChannelMessage | None:
    """The nearest of these messages that belongs to a question."""
    known = (
        ChannelMessage.account_id == account.id,
        ChannelMessage.external_id.in_(parents),
        ChannelMessage.question_id.is_not(None),
    )
    found = {row.external_id: row for row in db.session.scalars(select(ChannelMessage).where(*known))}
    return next((found[parent] for parent in parents if parent in found), None)


def reply_among(account: ChannelAccount, ids: Sequence[str]) -> ChannelMessage | None:
    """What we replied to an alert, if one of these is that."""
    ours = (
        ChannelMessage.account_id == account.id,
        ChannelMessage.external_id.in_(ids),
        ChannelMessage.direction == OUT,
    )
    return db.session.scalar(select(ChannelMessage).where(*ours, ChannelMessage.subject.startswith("alert:")).limit(1))


def refused_count(account: ChannelAccount, handle: str, *, since: datetime) -> int:
    """How many of somebody's messages were not taken since a moment."""
    named = (ChannelMessage.account_id == account.id, ChannelMessage.handle == handle[:254])
    late = (ChannelMessage.refused != "", ChannelMessage.taken_at >= since)
    return db.session.scalar(select(func.count()).select_from(ChannelMessage).where(*named, *late)) or 0


def askings(question_id: int) -> Sequence[ChannelMessage]:
    """The messages that asked a question or one of its duplicates, which is answered where it went."""
    family = select(Question.id).where(or_(Question.id == question_id, Question.merged_into_id == question_id))
    subjects = [f"question:{number}" for number in db.session.scalars(family.order_by(Question.id).limit(MOST_ASKED))]
    asked = (ChannelMessage.subject.in_(subjects), ChannelMessage.direction == IN)
    return db.session.scalars(select(ChannelMessage).where(*asked).order_by(ChannelMessage.id)).all()


def came_in(subject: str) -> bool:
    """Whether something was said in a channel before it was here."""
    named = (ChannelMessage.subject == subject, ChannelMessage.direction == IN)
    return db.session.scalar(select(ChannelMessage.id).where(*named)) is not None


def said(account: ChannelAccount, question_id: int) -> Sequence[ChannelMessage]:
    """What we said beneath a question and have not taken back."""
    ours = (
        ChannelMessage.account_id == account.id,
        ChannelMessage.question_id == question_id,
        ChannelMessage.direction == OUT,
        ChannelMessage.refused == "",
        ChannelMessage.withdrawn_at.is_(None),
    )
    return db.session.scalars(select(ChannelMessage).where(*ours)).all()


def messages(
    account: ChannelAccount | None = None, *, after: str | None = None, limit: int = 30
) -> Page[ChannelMessage]:
    """What was said, newest first."""
    query = select(ChannelMessage)
    if account is not None:
        query = query.where(ChannelMessage.account_id == account.id)
    return page(query, ChannelMessage.id, after=after, limit=limit)


def tie_of(channel: str, key: str) -> ChannelHandle | None:
    """Whose handle it is known to be."""
    named = (ChannelHandle.channel == channel, ChannelHandle.key == key)
    return db.session.scalar(select(ChannelHandle).where(*named))


def tie_called(channel: str, handle: str) -> ChannelHandle | None:
    """The tie of this handle, as it was written."""
    named = (ChannelHandle.channel == channel, func.lower(ChannelHandle.handle) == handle.lower())
    return db.session.scalar(select(ChannelHandle).where(*named).order_by(ChannelHandle.id.desc()).limit(1))


def ties() -> Sequence[ChannelHandle]:
    """All that are known."""
    return db.session.scalars(select(ChannelHandle).order_by(ChannelHandle.channel, ChannelHandle.handle)).all()
