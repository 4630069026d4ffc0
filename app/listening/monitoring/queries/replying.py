"""How a reply reaches whoever said something elsewhere, and how far those that were given have come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import dispatch
from app.extensions import db
from app.listening.models import IN, ChannelMessage
from app.listening.monitoring.models import Alert, Mention
from app.listening.port import CHANNELS

RECORDED, WAITING, SENT, FAILED = "recorded", "waiting", "sent", "failed"
STATES = {"pending": WAITING, "leased": WAITING, "done": SENT, "dead": FAILED}


@dataclass(frozen=True)
class Way:
    """The channel that a reply to a mention goes out by, and to whom; `why` says why none can, where none can."""

    message: ChannelMessage | None = None
    to: str = ""
    why: str = ""

    def __bool__(self) -> bool:
        return not self.why

    @property
    def label(self) -> str:
        """The channel as people call it."""
        return CHANNELS[self.message.account.channel].label if self.message else ""

    def why_not(self, text: str) -> str:
        """Why these words cannot go out; empty where they can."""
        if self.message is None or self.why:
            return self.why
        return CHANNELS[self.message.account.channel].why_not(self.message.refs, text)


def way_to(mention: Mention) -> Way:
    """How to reply to a mention."""
    return ways_to([mention])[mention.id]


def ways_to(mentions: Iterable[Mention]) -> dict[int, Way]:
    """The same for several, by id, in one statement."""
    rows = list(mentions)
    wanted = (ChannelMessage.subject.in_({row.subject for row in rows}), ChannelMessage.direction == IN)
    came = {message.subject: message for message in db.session.scalars(select(ChannelMessage).where(*wanted))}
    return {row.id: _way(row, came.get(row.subject)) for row in rows}


def reply_states(alerts: Iterable[Alert]) -> dict[int, str]:
    """How far the replies of alerts have come, by id: "recorded", "waiting", "sent", "failed"; empty where none was
    given.
    """
    rows = list(alerts)
    states = dispatch.states(row.reply_key for row in rows if row.reply_key)
    return {row.id: _state(row, states.get(row.reply_key, "")) for row in rows}


def _way(mention: Mention, message: ChannelMessage | None) -> Way:
    if message is None or not mention.is_outside or message.account.channel not in CHANNELS:
        return Way(why=_("It came by a file or a program, which takes nothing back."))
    way = Way(message, str(message.refs.get("to") or message.handle))
    if not message.account.active:
        return Way(message, way.to, _("The account that it came by is paused."))
    if why := way.why_not(""):
        return Way(message, way.to, why)
    return way


def _state(alert: Alert, effect: str) -> str:
    if alert.reply_error:
        return FAILED
    if not alert.reply_key:
        return RECORDED if alert.reply else ""
    return STATES.get(effect, FAILED)
