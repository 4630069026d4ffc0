"""The clients of this socket process: who watches what, looked at anew before anything that is not public is said."""

from __future__ import annotations

import logging
import time
from collections import defaultdict, deque
from contextlib import suppress
from typing import Any

from flask import Flask
from flask_login import current_user

from app.core import clock, transaction
from app.core.api.operations import reaches
from app.core.realtime.presence import STAYS, TYPING_LASTS, Face, InProcess, InRedis, Presence
from app.core.realtime.rules import may_watch
from app.extensions import socketio

NAMESPACE = "/live"
MOST_TOPICS = 60
LOOK_AGAIN = 2.0
ROUND = 50
# A page is read before it watches; whatever changed in between is told to it when it comes.
REMEMBERED = 10.0
MOST_REMEMBERED = 2_000
TEAM, OTHERS = "|team", "|others"
log = logging.getLogger(__name__)


class Hall:
    """One process' clients; `changed` goes to all who watch a topic, names only to the employees among them.

    Every process reads the event book for itself and speaks to its own clients alone, so nothing travels between
    processes but the names of topics whose presence changed.
    """

    def __init__(self) -> None:
        self.watchers: dict[str, dict[str, Face | None]] = defaultdict(dict)
        self.presence: Presence = InProcess(self.say)
        self._looked: dict[str, float] = {}
        self._typing: dict[str, float] = {}
        self._changed: dict[str, float] = {}
        self._round: deque[tuple[str, str]] = deque()
        self._renewed = time.monotonic()

    def share(self, redis_url: str) -> None:
        """Keep presence in Redis, and hear from there what other processes tell."""
        import redis  # noqa: PLC0415 - only where several processes share the sockets

        client = redis.Redis.from_url(redis_url, decode_responses=True, socket_timeout=5, health_check_interval=30)
        self.presence = InRedis(client)

    def enter(self, topic: str, sid: str, face: Face | None) -> None:
        """Let a client in whose right to be there was just looked at."""
        if len(self.topics_of(sid)) >= MOST_TOPICS:
            return
        socketio.server.enter_room(sid, topic, namespace=NAMESPACE)
        socketio.server.enter_room(sid, topic + (TEAM if face else OTHERS), namespace=NAMESPACE)
        self.watchers[topic][sid] = face
        if time.monotonic() - self._changed.get(topic, -REMEMBERED) < REMEMBERED:
            self._say_changed(topic, to=sid)
        with forgiving():
            if face:
                self.presence.enter(topic, sid, face)
                self.presence.tell(topic)
            else:
                self._say_to_newcomer(topic, sid)

    def leave(self, topic: str, sid: str) -> None:
        """Let a client out, by their wish or because they lost the right."""
        if sid not in self.watchers.get(topic, {}):
            return
        face = self.watchers[topic].pop(sid)
        if not self.watchers[topic]:
            del self.watchers[topic]
        for room in (topic, topic + TEAM, topic + OTHERS):
            with suppress(KeyError, ValueError):  # after a disconnect the rooms are gone already
                socketio.server.leave_room(sid, room, namespace=NAMESPACE)
        if face:
            with forgiving():
                self.presence.leave(topic, sid)
                self.presence.tell(topic)

    def type(self, topic: str, sid: str) -> None:
        """Note that an employee types where they were let in."""
        face = self.watchers.get(topic, {}).get(sid)
        if face:
            with forgiving():
                self.presence.typing(topic, sid, face)
                self._typing[topic] = time.monotonic() + TYPING_LASTS + 0.1
                self.presence.tell(topic)

    def topics_of(self, sid: str) -> list[str]:
        """What a client watches."""
        return [topic for topic, here in self.watchers.items() if sid in here]

    def changed(self, app: Flask, topic: str) -> None:
        """Say that a topic changed, to those who may still watch it."""
        self._remember(topic)
        if topic in self.watchers:
            self.look_again(app, topic)
            self._say_changed(topic, to=topic)

    def _remember(self, topic: str) -> None:
        self._changed.pop(topic, None)
        self._changed[topic] = time.monotonic()
        if len(self._changed) > MOST_REMEMBERED:
            del self._changed[next(iter(self._changed))]

    def _say_changed(self, topic: str, to: str) -> None:
        message = {"topic": topic, "at": clock.rfc3339(clock.now())}
        socketio.server.emit("changed", message, to=to, namespace=NAMESPACE)

    def say(self, topic: str) -> None:
        """Tell this process' clients who is on a topic: colleagues by name, the others only that somebody writes."""
        if topic not in self.watchers:
            return
        people = self.presence.people(topic)
        message = {"topic": topic, "people": people}
        socketio.server.emit("presence", message, to=topic + TEAM, namespace=NAMESPACE)
        quiet = {"topic": topic, "people": [], "writing": any(person.get("typing") for person in people)}
        socketio.server.emit("presence", quiet, to=topic + OTHERS, namespace=NAMESPACE)

    def look_again(self, app: Flask, topic: str) -> None:
        """Let out whoever lost the right to watch a thing; what is open to all is open to them too.

        Topics that name no thing say only that something changed somewhere; the round looks after those.
        """
        moment = time.monotonic()
        if ":" not in topic or moment - self._looked.get(topic, -LOOK_AGAIN) < LOOK_AGAIN:
            return
        self._looked[topic] = moment
        with app.app_context(), transaction.reading():
            is_open = may_watch(topic, None)
        for sid, face in list(self.watchers.get(topic, {}).items()):
            if face or not is_open:
                self.look(sid, topic)

    def look(self, sid: str, *topics: str) -> None:
        """Ask whether a client may watch topics, as whoever its session is now: let it in, leave it, or let it out."""
        environ = socketio.server.get_environ(sid, namespace=NAMESPACE)
        if environ is None:
            for topic in topics:
                self.leave(topic, sid)
            return
        app = environ["flask.app"]
        with app.app_context(), app.request_context(environ), transaction.reading():
            person = current_user if current_user.is_authenticated and reaches("read") else None
            face, allowed = face_of(person), [topic for topic in topics if may_watch(topic, person)]
        for topic in topics:
            here = self.watchers.get(topic, {})
            if topic in allowed and sid in here and here[sid] == face:
                continue
            self.leave(topic, sid)
            if topic in allowed:
                self.enter(topic, sid, face)

    def tick(self) -> None:
        """Once a second: typing that lapsed, presence to renew, and some clients to look at again."""
        moment = time.monotonic()
        for topic in [topic for topic, until in self._typing.items() if until < moment]:
            del self._typing[topic]
            with forgiving():
                self.presence.tell(topic)
        self._looked = {topic: at for topic, at in self._looked.items() if moment - at < LOOK_AGAIN}
        if moment - self._renewed > STAYS / 3:
            self._renewed = moment
            self._renew()
        if not self._round:
            self._round.extend((topic, sid) for topic, here in self.watchers.items() for sid in here)
        for _ in range(min(ROUND, len(self._round))):
            topic, sid = self._round.popleft()
            if sid in self.watchers.get(topic, {}):
                self.look(sid, topic)

    def _renew(self) -> None:
        for topic, here in list(self.watchers.items()):
            for sid, face in list(here.items()):
                if face:
                    with forgiving():
                        self.presence.enter(topic, sid, face)
            socketio.sleep(0)

    def _say_to_newcomer(self, topic: str, sid: str) -> None:
        """A visitor learns whether somebody writes; nobody learns of the visitor."""
        writing = any(person.get("typing") for person in self.presence.people(topic))
        message = {"topic": topic, "people": [], "writing": writing}
        socketio.server.emit("presence", message, to=sid, namespace=NAMESPACE)


class forgiving(suppress):  # noqa: N801 - reads as what it does
    """Live pages go on without presence while Redis is away."""

    def __init__(self) -> None:
        super().__init__(Exception)

    def __exit__(self, kind: Any, fault: Any, trace: Any) -> bool:
        """Note the fault and go on."""
        if fault is not None:
            log.warning("presence could not be told: %s", fault)
        return super().__exit__(kind, fault, trace)


def face_of(person: Any) -> Face | None:
    """What colleagues see of a watcher; visitors and customers have no face."""
    if person is None or not person.is_employee or not person.is_in_good_standing:
        return None
    return Face(name=person.name, handle=person.handle)


hall = Hall()
