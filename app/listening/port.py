"""The port that every channel fits: what an adapter is given, what it gives back, and how it says what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


class Refused(Exception):
    """The account cannot be used until the operator sees to it; the text says what they can do."""


class TakenBack(Exception):
    """What would be replied to is no longer there; nothing was said."""


@dataclass
class Connection:
    """An account of the company, as an adapter uses it; what it puts into `memory` it finds there the next time."""

    address: str
    server: str
    secret: str
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Enclosed:
    """A file that came with a message: its name and media type are its sender's word alone."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Inbound:
    """Something said to us, in plain text.

    `key` is who said it, whatever they call themselves; `handle` what they call themselves. `parents` are ids of what
    it continues, the nearest first; `whole` is the text with what it quotes. What does not `open` a conversation is of
    no interest unless it continues one.
    """

    external_id: str
    key: str
    handle: str
    text: str
    at: datetime
    opens: bool
    parents: Sequence[str] = ()
    url: str = ""
    refs: dict[str, Any] = field(default_factory=dict)
    files: Sequence[Enclosed] = ()
    whole: str = ""


@dataclass(frozen=True, kw_only=True)
class Outbound:
    """Something to say, in plain text, beneath what `refs` (an Inbound's) stand for, with a link to the rest of it.

    Without a `link` the text is all of it.

    Whoever says it twice with the same `key` and `at` must leave one.
    """

    key: str
    at: datetime
    text: str
    link: str
    refs: dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What was left in the channel."""

    external_id: str
    url: str
    refs: dict[str, Any]


class Channel(Protocol):
    """One kind of network.

    Beside Refused, an adapter raises ConnectionError for what may pass by itself, and dispatch's RetryLater and
    NeverRetry.
    """

    @property
    def name(self) -> str:
        """As the channel is called in addresses and logs."""

    @property
    def label(self) -> str:
        """As people call it."""

    @property
    def limit(self) -> int:
        """How many characters a message may have there."""

    @property
    def server(self) -> str:
        """Where accounts are, unless the operator says otherwise."""

    def check(self, connection: Connection) -> str:
        """Sign in; returns the address as the network knows it."""

    def identify(self, connection: Connection, handle: str) -> str:
        """The key of a handle there."""

    def fetch(self, connection: Connection, since: datetime) -> Sequence[Inbound]:
        """What was said to us since a moment, oldest first; more is fine, since each is taken once."""

    def why_not(self, refs: dict[str, Any], text: str) -> str:
        """Why a text cannot be said beneath what `refs` stand for, as people are told it; empty where it can."""

    def post(self, connection: Connection, message: Outbound) -> Said:
        """Say something; raises TakenBack where there is nothing left to say it to."""

    def withdraw(self, connection: Connection, refs: dict[str, Any]) -> None:
        """Take back what was said; what is gone already is no fault."""


CHANNELS: dict[str, Channel] = {}


def fits(channel: Channel) -> Channel:
    """Let a channel be chosen."""
    CHANNELS[channel.name] = channel
    return channel
