"""What went wrong with another side, in words for whoever runs this: what happened and what to do, no class names."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from typing import Any

from urllib3 import exceptions as http

from app.core.dispatch.rows import NeverRetry, RetryLater

LONGEST = 2000
RUNS = "see whether it runs and can be reached from here"
Words = Callable[[Any], str]
# The first that fits counts, so what is special stands before what is general.
KNOWN: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Words], ...] = (
    (http.NewConnectionError, lambda error: f"{_last(error).removeprefix(f'{error.conn}: ')}: {RUNS}"),
    (http.ConnectTimeoutError, lambda error: f"{_last(error)}: {RUNS}"),
    ((http.SSLError, ssl.SSLError), lambda error: f"its certificate or TLS cannot be relied on: {_last(error)}"),
    (http.TimeoutError, lambda _error: f"it did not answer in time: {RUNS}"),
    ((http.ProtocolError, ConnectionResetError), lambda _error: "the connection was cut before it had answered"),
    (http.HTTPError, lambda error: f"its answer cannot be read: {_last(error)}"),
    (smtplib.SMTPAuthenticationError, lambda _error: "the mail server takes neither user name nor password: "
     "correct them in WAGGLE_MAIL_URL"),
    (smtplib.SMTPRecipientsRefused, lambda error: "the mail server refuses the address: "
     + "; ".join(f"{to}: {code} {_text(said)}" for to, (code, said) in error.recipients.items())),
    (smtplib.SMTPResponseException, lambda error: f"the mail server answered {error.smtp_code}: "
     f"{_text(error.smtp_error)}"),
    (smtplib.SMTPServerDisconnected, lambda _error: "the mail server hung up: see whether it runs"),
    (socket.gaierror, lambda _error: "its name cannot be found: correct the address"),
    (TimeoutError, lambda _error: f"it did not answer in time: {RUNS}"),
    (OSError, lambda error: f"{error.strerror}: {RUNS}" if error.strerror else str(error)),
    ((NeverRetry, RetryLater, smtplib.SMTPException), str),
)  # fmt: skip


def is_foreseen(error: BaseException) -> bool:
    """Whether it is something that other sides do, rather than a fault of our own."""
    return any(isinstance(_inner(error), kinds) for kinds, _words in KNOWN)


def told(error: BaseException) -> str:
    """What went wrong; of a fault of our own, where more is said of it."""
    inner = _inner(error)
    words = next((words for kinds, words in KNOWN if isinstance(inner, kinds)), None)
    said = words(inner) if words else f"a fault in Waggle, not there; its log says more: {_last(inner)}"
    return (said.strip() or "it failed without a word")[:LONGEST]


def _inner(error: BaseException) -> BaseException:
    """What a client library wrapped in an error of its own."""
    inner = error.args[0] if error.args else None
    if not isinstance(inner, Exception):
        inner = getattr(error, "reason", None)
    return _inner(inner) if isinstance(inner, Exception) else error


def _last(error: BaseException) -> str:
    """The words of an error without what it carries besides, such as a connection."""
    return str(error.args[-1]) if error.args else ""


def _text(said: bytes | str) -> str:
    words = said.decode("utf-8", errors="replace") if isinstance(said, bytes) else said
    return " ".join(words.split())
