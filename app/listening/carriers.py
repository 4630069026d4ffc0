"""How what colleagues say reaches the channel it is for: an answer once, while everybody may read it here; a reply."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.board import queries as board
from app.core import dispatch
from app.core.plain import plain
from app.core.seal import Unreadable
from app.core.settings import settings
from app.core.transaction import reading, unit
from app.extensions import db
from app.listening import commands, queries
from app.listening.models import ChannelAccount, ChannelMessage
from app.listening.monitoring import commands as monitoring
from app.listening.monitoring import queries as monitoring_queries
from app.listening.monitoring.models import Alert
from app.listening.port import CHANNELS, Channel, Connection, Outbound, Refused, Said, TakenBack

PAUSED = 3600.0


@dispatch.carrier("channel")
def deliver(payload: dict[str, Any], key: str) -> None:
    """Say one answer; the channel's own key lets a second try find what the first one left."""
    with reading():
        asked = _asked(payload)
        account_id, channel = asked.account_id, CHANNELS[asked.account.channel]
        message, connection = _message(asked, payload, key), _connection(asked.account)
    said = _post(account_id, channel, connection, message)
    with unit():
        _note(payload, message, said)
        commands.remember(db.session.get_one(ChannelAccount, account_id), connection.memory)


@dispatch.carrier("channel-withdrawal")
def withdraw(payload: dict[str, Any], _key: str) -> None:
    """Take back each answer to a question that not everybody may read any more."""
    with reading():
        account = db.session.get_one(ChannelAccount, payload["account"])
        _check_active(account)
        wrong = [one for one in queries.said(account, payload["question"]) if not _is_for_all(one)]
        channel, connection = CHANNELS[account.channel], _connection(account)
    for message in wrong:
        with _trouble_pauses(account.id):
            channel.withdraw(connection, message.refs)
        with unit():
            commands.note_withdrawn(db.session.get_one(ChannelMessage, message.id))
            commands.remember(db.session.get_one(ChannelAccount, account.id), connection.memory)


@dispatch.carrier("channel-reply")
def reply(payload: dict[str, Any], key: str) -> None:
    """Say back to whoever was heard elsewhere what a colleague answered to an alert about it."""
    with reading():
        asked, alert = _asked(payload), monitoring_queries.alert_by_id(payload["alert"])
        if alert is None or alert.reply_key != key or not alert.reply:
            raise dispatch.NeverRetry("the reply was taken back")
        channel, connection = CHANNELS[asked.account.channel], _connection(asked.account)
        moment, account_id = datetime.fromisoformat(payload["at"]), asked.account_id
        message = Outbound(key=key, at=moment, text=alert.reply, link="", refs=asked.refs)
    said = _post(account_id, channel, connection, message)
    with unit():
        _note_reply(payload, message, said)
        commands.remember(db.session.get_one(ChannelAccount, account_id), connection.memory)


def _post(account_id: int, channel: Channel, connection: Connection, message: Outbound) -> Said | None:
    """Say it there; None where what it is for has been taken back."""
    with _trouble_pauses(account_id), suppress(TakenBack):
        return channel.post(connection, message)
    return None


@contextmanager
def _trouble_pauses(account_id: int) -> Iterator[None]:
    """What the operator must see to pauses the account; the effect waits."""
    try:
        yield
    except Refused as refusal:
        with unit():
            commands.pause(db.session.get_one(ChannelAccount, account_id), str(refusal), by=None)
        raise dispatch.RetryLater(str(refusal), PAUSED) from refusal


def _asked(payload: dict[str, Any]) -> ChannelMessage:
    asked = queries.message_by_id(payload["message"])
    if asked is None:
        raise dispatch.NeverRetry("the message is gone")
    _check_active(asked.account)
    return asked


def _check_active(account: ChannelAccount) -> None:
    if not account.active:
        raise dispatch.RetryLater("the account is paused", PAUSED)


def _is_for_all(message: ChannelMessage) -> bool:
    """Whether everybody may read the answer that was said."""
    return board.visible_answer(None, int(message.subject.partition(":")[2])) is not None


def _message(asked: ChannelMessage, payload: dict[str, Any], key: str) -> Outbound:
    """What may be said, as it stands now: what is held, taken back or private is not told to a whole network, nor to
    who asked what can be seen no more.
    """
    answer = board.visible_answer(None, payload["answer"])
    if answer is None or board.visible_question(None, asked.question_id or 0) is None:
        raise dispatch.NeverRetry("not everybody may read this answer")
    link = f"{settings().base_url}{answer.url}"
    moment = datetime.fromisoformat(payload["at"])
    return Outbound(key=key, at=moment, text=plain(answer.body), link=link, refs=asked.refs)


def _connection(account: ChannelAccount) -> Connection:
    try:
        return queries.connection(account)
    except Unreadable as error:
        raise dispatch.RetryLater(str(error), PAUSED) from error


def _note_reply(payload: dict[str, Any], message: Outbound, said: Said | None) -> None:
    asked = db.session.get_one(ChannelMessage, payload["message"])
    alert, subject = db.session.get_one(Alert, payload["alert"]), f"alert:{payload['alert']}"
    if said is None:
        reason = _("What was said has been taken back there, so nothing was replied.")
        commands.note_unsaid(asked, reason, subject=f"{subject}:{message.at:%Y%m%dT%H%M%S%f}", at=message.at)
        monitoring.reply_failed(alert, reason)
    elif queries.message(asked.account, said.external_id) is None:
        commands.note_said(asked, said, subject=subject, at=message.at)
        monitoring.reply_arrived(alert, said.url)


def _note(payload: dict[str, Any], message: Outbound, said: Said | None) -> None:
    asked, subject = db.session.get_one(ChannelMessage, payload["message"]), f"answer:{payload['answer']}"
    external_id = said.external_id if said else commands.unsaid(asked, subject)
    if queries.message(asked.account, external_id) is not None:
        return  # an earlier try was noted already
    if said is None:
        reason = _("What was asked has been taken back there, so nothing was said.")
        commands.note_unsaid(asked, reason, subject=subject, at=message.at)
    else:
        commands.note_said(asked, said, subject=subject, at=message.at)
