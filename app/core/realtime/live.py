"""The namespace `/live`: what clients may say."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any

from flask import Flask, request
from flask_socketio import ConnectionRefusedError as Refusal
from flask_socketio import Namespace

from app.core.realtime.hall import MOST_TOPICS, NAMESPACE, hall
from app.core.realtime.rules import LONGEST
from app.core.settings import settings
from app.extensions import socketio

RATE = 100
KNOWN = frozenset({"connect", "disconnect", "watch", "unwatch", "typing"})
_calls: dict[str, list[float]] = defaultdict(list)


class Live(Namespace):
    """The namespace `/live`."""

    def trigger_event(self, event: Any, *args: Any) -> Any:
        """Let known events pass with at most one message; whatever else a client sends is no event here."""
        if not isinstance(event, str) or event not in KNOWN:
            return None
        return super().trigger_event(event, *args[:2])

    def on_connect(self, _auth: Any = None) -> None:
        """Let in only pages of this site; the cookie alone proves nothing about who opened the socket."""
        origin = request.headers.get("Origin")
        if origin is not None and origin.rstrip("/") not in allowed_origins():
            raise Refusal("origin")

    def on_disconnect(self, _reason: Any = None) -> None:
        """Forget who was here."""
        sid = _sid()
        _calls.pop(sid, None)
        for name in hall.topics_of(sid):
            hall.leave(name, sid)

    def on_watch(self, message: Any = None) -> None:
        """Watch the topics of `{"topics": [...]}` that this person may see; the rest is silently left out."""
        if topics := _topics_of(message):
            hall.look(_sid(), *dict.fromkeys(topics))

    def on_unwatch(self, message: Any = None) -> None:
        """Stop watching."""
        for name in _topics_of(message):
            hall.leave(name, _sid())

    def on_typing(self, message: Any = None) -> None:
        """Say that one types on the `{"topic": ...}` that one watches; employees are named, to colleagues only."""
        name = message.get("topic") if isinstance(message, dict) else None
        if isinstance(name, str) and len(name) <= LONGEST and not _calls_too_often():
            hall.type(name, _sid())


def allowed_origins() -> list[str]:
    """The site's own origin."""
    return [settings().base_url]


def install(app: Flask) -> None:
    """Make the application able to serve sockets; only the socket process listens."""
    socketio.on_namespace(Live(NAMESPACE))
    socketio.init_app(
        app,
        cors_allowed_origins=[app.extensions["settings"].base_url],
        async_mode="threading" if app.testing else None,
        max_http_buffer_size=65_536,
        transports=["websocket"],
        manage_session=False,
    )


def _topics_of(message: Any) -> list[str]:
    """The well-formed topic names of a message."""
    names = message.get("topics") if isinstance(message, dict) else None
    if _calls_too_often() or not isinstance(names, list):
        return []
    return [name for name in names[:MOST_TOPICS] if isinstance(name, str)]


def _calls_too_often() -> bool:
    """Whether a client says too much; it is then ignored for a minute."""
    recent = [moment for moment in _calls[_sid()] if moment > time.monotonic() - 60]
    _calls[_sid()] = [*recent, time.monotonic()][-RATE - 1 :]
    return len(recent) >= RATE


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]
