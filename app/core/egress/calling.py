"""Calling an address: looked up once, connected to what was checked, no redirect, bounded in time and size."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    NewConnectionError,
    ProtocolError,
)
from urllib3.util.connection import create_connection

from app.core import clock
from app.core.egress.addresses import Blocked, resolved, shaped
from app.core.egress.bounds import MOST, READ_SECONDS, WATCH, Unfinished, within

CONNECT_SECONDS = 5.0
MOST_BYTES = 100_000
CHUNK = 8192
# Headers that speak of an answer as it was sent, not as it was read.
AS_SENT = frozenset({"content-encoding", "content-length", "transfer-encoding"})
# What is read of an answer that nobody wants, and how long that may take, so that its connection can be kept.
SHORT, MOMENT = 8192, 0.2


@dataclass(frozen=True)
class Answer:
    """What the other side said."""

    status: int
    retry_after: float | None
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """POST where only the status is of interest: of what else is said no more is read than lets a connection be kept,
    so that it can neither fill the memory nor hold us up. It must bear to arrive twice: where a connection that was
    kept turns out to be cut, another one is opened. Raises Blocked, Unfinished, or urllib3's error where nobody
    answered.
    """
    line = _kept.get()
    if line is None:
        with Manager() as manager:
            return _post(manager, url, body, headers)
    origin = shaped(url)[:2]
    if origin in line.known:
        try:
            return _post(line.manager, url, body, headers)
        except Unfinished:
            raise
        except (ProtocolError, OSError):
            line.known.discard(origin)
            line.manager.clear()
    answer = _post(line.manager, url, body, headers)
    line.known.add(origin)
    return answer


def call(method: str, url: str, body: bytes | None, headers: dict[str, str], *, most: int = MOST_BYTES) -> Answer:
    """Call and read what is said, at most so many bytes; raises as `post` does."""
    with within(READ_SECONDS), Manager() as manager, _called(manager, method, url, body, headers) as response:
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


@dataclass
class Kept:
    """Connections that are kept open for the next call to the same place, and where one has served already."""

    manager: Manager
    known: set[tuple[str, str]] = field(default_factory=set)


_kept: ContextVar[Kept | None] = ContextVar("kept", default=None)


@contextmanager
def kept() -> Iterator[None]:
    """Let what is posted to one place in the block go through one connection, to the address that was checked."""
    with Manager() as manager:
        token = _kept.set(Kept(manager))
        try:
            yield
        finally:
            _kept.reset(token)


class _Pinned(HTTPConnection):
    """Connects to the address that was looked up and checked in this moment."""

    _copy: socket.socket | None = None  # of the connection as it was before TLS took it over

    def _new_conn(self) -> socket.socket:
        address = str(resolved(self.host, self.port or self.default_port))
        options = self.socket_options
        try:
            line = create_connection((address, self.port or self.default_port), self.timeout, socket_options=options)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"{self.host} did not answer within {CONNECT_SECONDS:g} s") from error
        except OSError as error:
            why = error.strerror or str(error)
            raise NewConnectionError(self, f"{self.host} could not be reached ({why})") from error
        self._copy = line.dup()
        watch = WATCH.get()
        if watch is not None:
            watch.add(line)
        return line

    def request(self, *args: Any, **more: Any) -> None:
        """A connection that was kept is watched anew."""
        watch = WATCH.get()
        if watch is not None and self.sock is not None and self._copy is not None:
            watch.add(self._copy)
        super().request(*args, **more)

    def close(self) -> None:
        """With the copy that is watched."""
        super().close()
        if self._copy is not None:
            self._copy.close()
            self._copy = None


class _PinnedTls(_Pinned, HTTPSConnection):
    """The same with TLS, whose certificate must be the name's, not the address's."""


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Pinned

    def urlopen(self, method: str, url: str, *args: Any, **more: Any) -> urllib3.BaseHTTPResponse:
        """One call, whose answer is read whole where it is bounded: a library would read on for ever."""
        most = MOST.get()
        if most is None:
            return super().urlopen(method, url, *args, **more)
        preload = more.pop("preload_content", True)
        answer = super().urlopen(method, url, *args, **{**more, "preload_content": False})
        try:
            said = _read(answer, most)
        finally:
            answer.close()
        headers = {name: value for name, value in answer.headers.items() if name.lower() not in AS_SENT}
        return urllib3.HTTPResponse(
            BytesIO(said), headers, answer.status, answer.version, reason=answer.reason, preload_content=preload,
            request_method=method,
        )  # fmt: skip


class _TlsPool(_Pool, urllib3.HTTPSConnectionPool):
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


def _post(manager: Manager, url: str, body: bytes, headers: dict[str, str]) -> Answer:
    with within(READ_SECONDS), _called(manager, "POST", url, body, headers) as response:
        answer = Answer(response.status, retry_after(response.headers.get("Retry-After")))
        if _kept.get() is not None and _is_read(response):
            response.release_conn()
        return answer


@contextmanager
def _called(
    manager: Manager, method: str, url: str, body: bytes | None, headers: dict[str, str]
) -> Iterator[urllib3.BaseHTTPResponse]:
    response = manager.urlopen(method, url, body=body, headers=headers, preload_content=False)
    try:
        yield response
    finally:
        response.close()


def _is_read(response: urllib3.BaseHTTPResponse) -> bool:
    """Whether all that was said is read, after one look that takes a moment at most."""
    left = getattr(response, "length_remaining", None)
    if not left:
        return left == 0
    line = getattr(response.connection, "sock", None)
    if left > SHORT or line is None:
        return False
    try:
        line.settimeout(MOMENT)
        said: bytes = response.read1(left, decode_content=False)
    except (HTTPError, OSError):
        return False
    return len(said) == int(left)


def _read(response: urllib3.BaseHTTPResponse, most: int) -> bytes:
    said = bytearray()
    for part in response.stream(CHUNK, decode_content=True):
        said += part
        if len(said) > most:
            raise Unfinished(f"the answer is larger than {most} bytes")
    return bytes(said)
