"""Calling an address: looked up once, connected to what was checked, no redirect, bounded in time and size."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, LocationParseError, NewConnectionError
from urllib3.util.connection import create_connection

from app.core import clock
from app.core.egress.addresses import Blocked, resolved, shaped

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
MOST_BYTES = 100_000
CHUNK = 8192


class Unfinished(ConnectionError):
    """An answer that was cut off, because it took too long or was too large."""


@dataclass(frozen=True)
class Answer:
    """What the other side said."""

    status: int
    retry_after: float | None
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """POST where only the status is of interest: what else is said is never read, and so can neither fill the memory
    nor hold us up. Raises Blocked, Unfinished, or urllib3's error where nobody answered.
    """
    with _called("POST", url, body, headers) as response:
        return Answer(response.status, retry_after(response.headers.get("Retry-After")))


def call(method: str, url: str, body: bytes | None, headers: dict[str, str], *, most: int = MOST_BYTES) -> Answer:
    """Call and read what is said, at most so many bytes; raises as `post` does."""
    with _called(method, url, body, headers) as response:
        said = _read(response, most)
        named = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, retry_after(named.get("retry-after")), said, named)


def retry_after(value: str | None) -> float | None:
    """The seconds that a Retry-After asks for, which says a number or a moment; None where it says neither."""
    if not value:
        return None
    if value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - clock.now()).total_seconds()) if aware > datetime.min.replace(tzinfo=UTC) else None


class Watch:
    """Ends the connections of a call when its time is over, however busily they drip."""

    def __init__(self, seconds: float) -> None:
        self.ended = False
        self._lines: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def add(self, line: socket.socket) -> None:
        """Watch a connection; a copy of it is kept, since TLS takes the original over."""
        self._lines.append(line.dup())

    def stop(self) -> None:
        """It is over."""
        self._timer.cancel()
        self._timer.join()
        for line in self._lines:
            line.close()

    def _end(self) -> None:
        self.ended = True
        for line in self._lines:
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it is closed already


_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def within(seconds: float = READ_SECONDS) -> Iterator[None]:
    """Let what is called in the block take so many seconds in all; raises Unfinished where it takes longer."""
    watch = Watch(seconds)
    token = _watch.set(watch)
    late = f"no whole answer within {seconds:g} s"
    try:
        yield
    except Exception as error:
        if watch.ended:
            raise Unfinished(late) from error
        raise
    finally:
        _watch.reset(token)
        watch.stop()
    if watch.ended:
        raise Unfinished(late)  # a line that was cut looks like one that came to its end


class _Pinned(HTTPConnection):
    """Connects to the address that was looked up and checked in this moment."""

    def _new_conn(self) -> socket.socket:
        address = str(resolved(self.host, self.port or self.default_port))
        options = self.socket_options
        try:
            line = create_connection((address, self.port or self.default_port), self.timeout, socket_options=options)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"{self.host} did not answer") from error
        except OSError as error:
            raise NewConnectionError(self, f"{self.host} could not be reached: {error}") from error
        watch = _watch.get()
        if watch is not None:
            watch.add(line)
        return line


class _PinnedTls(_Pinned, HTTPSConnection):
    """The same with TLS, whose certificate must be the name's, not the address's."""


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Pinned


class _TlsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _PinnedTls


class Manager(urllib3.PoolManager):
    """What a client library is given in place of its own: calls what may be called, and follows no redirect."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"timeout": urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS), **more})
        self.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}

    def urlopen(  # type: ignore[override]
        self, method: str, url: str, redirect: bool = False, **more: Any
    ) -> urllib3.BaseHTTPResponse:
        """One call; raises Blocked."""
        shaped(url)
        try:
            return super().urlopen(method, url, redirect=False, **{**more, "retries": False})
        except LocationParseError as error:
            raise Blocked("this is not a web address") from error


@contextmanager
def _called(method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Iterator[urllib3.BaseHTTPResponse]:
    with within(READ_SECONDS), Manager() as manager:
        response = manager.urlopen(method, url, body=body, headers=headers, preload_content=False)
        try:
            yield response
        finally:
            response.close()


def _read(response: urllib3.BaseHTTPResponse, most: int) -> bytes:
    said = bytearray()
    for part in response.stream(CHUNK, decode_content=True):
        said += part
        if len(said) > most:
            raise Unfinished(f"the answer is larger than {most} bytes")
    return bytes(said)
