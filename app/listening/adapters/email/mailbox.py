"""A mailbox over IMAP, through its own library; only read, so that people may keep reading it beside us."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from app.core import egress
from app.core.dispatch import told
from app.listening.port import Connection, Refused

WAIT = 20
AT_ONCE = 50
MOST_BYTES = 15_000_000
MOST_TOGETHER = 30_000_000
# A mail may be filed under a moment before our last look: under when its delivery began, not when it was there.
LATE = timedelta(minutes=10)
SEEN = "seen"


class Mailbox:
    """The inbox of an account, opened for reading; raises Refused, or ConnectionError for what may pass."""

    def __init__(self, connection: Connection) -> None:
        """Take an account; its server is such as imaps://mail.example.com."""
        self._connection = connection
        self._client: Any = None
        self._state = 0

    def __enter__(self) -> Mailbox:
        """Sign in."""
        try:
            self._client = self._connected()
            self._client.login(self._connection.address, self._connection.secret)
            self._state = int(self._client.select_folder("INBOX", readonly=True).get(b"UIDVALIDITY", 0))
        except (IMAPClientError, OSError) as error:
            self._hang_up()
            if isinstance(error, LoginError):
                raise Refused(_("The mail server does not take this address with this password.")) from error
            raise ConnectionError(_why(error)) from error
        return self

    def _connected(self) -> Any:
        parts = urlsplit(self._connection.server)
        try:
            address = egress.pinned(self._connection.server)
        except egress.Blocked as error:
            raise Refused(_("This server cannot be called: %(why)s.", why=error)) from error
        port, trust = parts.port or egress.USUAL[parts.scheme], None
        if parts.scheme == "imaps":
            trust = _trusting(parts.hostname or "")
        return IMAPClient(address, port, ssl=trust is not None, ssl_context=trust, timeout=WAIT)

    def _hang_up(self) -> None:
        with suppress(IMAPClientError, OSError):
            if self._client is not None:
                self._client.shutdown()

    def __exit__(self, *_: object) -> None:
        """Sign out; a connection that broke meanwhile is closed all the same."""
        try:
            self._client.logout()
        except (IMAPClientError, OSError):
            self._hang_up()

    def arrived(self, since: datetime) -> Iterator[tuple[bytes, datetime]]:
        """Mails that arrived at a moment or later, or came late, oldest first, some at once, each with when it arrived.

        Each is fetched once, as far as the connection's memory is kept, instead of the last one at every look.
        """
        try:
            window = self._since(since - LATE)
            seen = self._seen()
            kept = [number for _at, number in window if number in seen]
            self._connection.memory[SEEN] = {"state": self._state, "numbers": kept}
            total = 0
            for at, number in [row for row in window if row[1] not in seen][:AT_ONCE]:
                if total > MOST_TOGETHER:
                    return
                row = self._client.fetch([number], [f"BODY.PEEK[]<0.{MOST_BYTES}>"])[number]
                mail = next(value for name, value in row.items() if name.startswith(b"BODY"))
                total += len(mail)
                kept.append(number)
                yield mail, at
        except (IMAPClientError, OSError) as error:
            raise ConnectionError(_why(error)) from error

    def _since(self, moment: datetime) -> list[tuple[datetime, int]]:
        """When mails arrived, to the second, and their numbers; the server searches by day, in its own time zone."""
        found = self._client.search(["SINCE", (moment - timedelta(days=1)).date()])
        dates = self._client.fetch(found, ["INTERNALDATE"]) if found else {}
        known = sorted((row[b"INTERNALDATE"].astimezone(UTC), number) for number, row in dates.items())
        return [row for row in known if row[0] >= moment.replace(microsecond=0)]

    def _seen(self) -> set[int]:
        """The numbers of what was fetched before; a mailbox that was made anew numbers its mails anew."""
        kept = self._connection.memory.get(SEEN) or {}
        return set(kept["numbers"]) if kept.get("state") == self._state else set()


class _Named(ssl.SSLContext):
    """Trust in the host whose address was looked up before, and is what is connected to."""

    host = ""

    def wrap_socket(self, sock: socket.socket, *args: Any, **options: Any) -> ssl.SSLSocket:
        """Ask for the host's certificate."""
        return super().wrap_socket(sock, *args, **{**options, "server_hostname": self.host})


def _why(error: IMAPClientError | OSError) -> str:
    """In words: what the network did, or what the server said."""
    return told(error) if isinstance(error, OSError) else str(error)


def _trusting(host: str) -> _Named:
    context = _Named(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    context.host = host
    return context
