"""Live pages: the socket says only that a topic changed; the page fetches what it may see."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask_login import current_user
from flask_socketio import ConnectionRefusedError as Refusal
from flask_socketio import Namespace, join_room, leave_room

from app.core import book, clock, transaction
from app.core.settings import settings
from app.extensions import socketio

NAMESPACE = "/live"
MOST_TOPICS = 60
POLL = 0.1
RATE = 100
Rule = Callable[[str, Any], bool]
RULES: dict[str, Rule] = {}
_watchers: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
_calls: dict[str, list[float]] = defaultdict(list)


def topic(kind: str) -> Callable[[Rule], Rule]:
    """Declare who may watch topics `kind` or `kind:id`, as a rule `(id, person or None)`."""

    def declare(rule: Rule) -> Rule:
        RULES[kind] = rule
        return rule

    return declare


def may_watch(name: Any, person: Any) -> bool:
    """Whether this person may watch a topic; anything unknown or malformed is refused."""
    if not isinstance(name, str) or len(name) > 80:
        return False
    kind, _, identifier = name.partition(":")
    rule = RULES.get(kind)
    return rule is not None and rule(identifier, person)


class Live(Namespace):
    """The namespace `/live`."""

    def on_connect(self, _auth: Any = None) -> None:
        """Let in only pages of this site; the cookie alone proves nothing about who opened the socket."""
        origin = request.headers.get("Origin")
        if origin is not None and origin.rstrip("/") not in allowed_origins():
            raise Refusal("origin")

    def on_disconnect(self, _reason: Any = None) -> None:
        """Forget who was here."""
        sid = _sid()
        _calls.pop(sid, None)
        for name in [name for name, people in _watchers.items() if sid in people]:
            _leave(name, sid)

    def on_watch(self, message: Any = None) -> None:
        """Watch the topics of `{"topics": [...]}` that this person may see; the rest is silently left out."""
        with transaction.reading():
            person = _person()
            for name in _topics_of(message):
                if may_watch(name, person) and len(_rooms_of(_sid())) < MOST_TOPICS:
                    join_room(name)
                    _watchers[name][_sid()] = _face(person)
                    _tell_presence(name)

    def on_unwatch(self, message: Any = None) -> None:
        """Stop watching."""
        for name in _topics_of(message):
            leave_room(name)
            _leave(name, _sid())


def allowed_origins() -> list[str]:
    """The site's own origin."""
    return [settings().base_url]


def install(app: Flask) -> None:
    """Make the application able to serve sockets; only the socket process listens."""
    socketio.on_namespace(Live(NAMESPACE))
    socketio.init_app(
        app,
        cors_allowed_origins=[app.extensions["settings"].base_url],
        message_queue=app.extensions["settings"].redis_url,
        async_mode="threading" if app.testing else None,
        max_http_buffer_size=65_536,
        transports=["websocket"],
        manage_session=False,
    )


def tail(app: Flask) -> None:
    """Announce every committed event's topics, for ever; run by the socket process."""
    with app.app_context():
        place = _end_of_book()
    while True:
        socketio.sleep(POLL)
        try:
            with app.app_context(), transaction.reading():
                place = _announce(place)
        except Exception:  # the database may be away for a moment; live pages then fall back to polling
            app.logger.warning("the socket process could not read the event book", exc_info=True)
            socketio.sleep(2)


def _announce(place: book.Place) -> book.Place:
    entries = book.read_after(place, 200)
    for name in dict.fromkeys(name for entry in entries for name in entry.event.live_topics()):
        socketio.emit("changed", {"topic": name, "at": clock.rfc3339(clock.now())}, to=name, namespace=NAMESPACE)
    return book.Place(entries[-1].xid, entries[-1].id) if entries else place


def _end_of_book() -> book.Place:
    with transaction.reading():
        return book.end()


def _topics_of(message: Any) -> list[str]:
    """The well-formed topic names of a message; a client that sends too much is ignored for a minute."""
    recent = [moment for moment in _calls[_sid()] if moment > time.monotonic() - 60]
    _calls[_sid()] = [*recent, time.monotonic()]
    names = message.get("topics") if isinstance(message, dict) else None
    if len(recent) >= RATE or not isinstance(names, list):
        return []
    return [name for name in names[:MOST_TOPICS] if isinstance(name, str)]


def _person() -> Any:
    return current_user if current_user.is_authenticated else None


def _face(person: Any) -> dict[str, str]:
    """What others see of a watcher: visitors and customers stay unnamed."""
    return {"name": person.name, "handle": person.handle} if person is not None and person.kind == "employee" else {}


def _tell_presence(name: str) -> None:
    people = {face["handle"]: face for face in _watchers[name].values() if face}
    socketio.emit("presence", {"topic": name, "people": list(people.values())}, to=name, namespace=NAMESPACE)


def _rooms_of(sid: str) -> list[str]:
    return [name for name, people in _watchers.items() if sid in people]


def _leave(name: str, sid: str) -> None:
    if _watchers[name].pop(sid, None) is not None:
        _tell_presence(name)
    if not _watchers[name]:
        del _watchers[name]


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]
