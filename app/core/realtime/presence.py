"""Who is here and who is typing, kept in this process, or in Redis where several socket processes share the work."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

TYPING_LASTS = 6.0
STAYS = 45.0  # what a process that died left behind is gone after this long
PREFIX = "waggle:here:"
CHANNEL = "waggle:presence"


@dataclass(frozen=True)
class Face:
    """One employee's connection on one topic, as colleagues see it."""

    name: str
    handle: str


class Presence(Protocol):
    """Where it is kept who is here."""

    def enter(self, topic: str, sid: str, face: Face) -> None:
        """Somebody opened the topic, or is still there."""

    def leave(self, topic: str, sid: str) -> None:
        """They left it."""

    def typing(self, topic: str, sid: str, face: Face) -> None:
        """They are typing; it is forgotten by itself."""

    def people(self, topic: str) -> list[dict[str, Any]]:
        """Everybody on the topic, each once, with `typing` where one of their connections types."""

    def tell(self, topic: str) -> None:
        """Let every process tell its own clients who is on the topic."""


def _merged(rows: Iterable[tuple[Face, bool]]) -> list[dict[str, Any]]:
    people: dict[str, dict[str, Any]] = {}
    for face, types in rows:
        person = people.setdefault(face.handle, {"name": face.name, "handle": face.handle})
        if types:
            person["typing"] = True
    return [people[handle] for handle in sorted(people)]


class InProcess:
    """For one socket process."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._here: dict[str, dict[str, Face]] = defaultdict(dict)
        self._typing: dict[tuple[str, str], float] = {}

    def enter(self, topic: str, sid: str, face: Face) -> None:
        """Somebody opened the topic."""
        self._here[topic][sid] = face

    def leave(self, topic: str, sid: str) -> None:
        """They left it."""
        self._typing.pop((topic, sid), None)
        self._here[topic].pop(sid, None)
        if not self._here[topic]:
            del self._here[topic]

    def typing(self, topic: str, sid: str, face: Face) -> None:
        """They are typing."""
        self._typing[topic, sid] = time.monotonic() + TYPING_LASTS

    def people(self, topic: str) -> list[dict[str, Any]]:
        """Everybody on the topic."""
        moment = time.monotonic()
        here = self._here.get(topic, {})
        return _merged((face, self._typing.get((topic, sid), 0) > moment) for sid, face in list(here.items()))

    def tell(self, topic: str) -> None:
        """Tell the clients of this process."""
        self._say(topic)


class InRedis:
    """For several: one hash a topic, one field a connection; a field that nobody renews is ignored, then dropped."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def enter(self, topic: str, sid: str, face: Face) -> None:
        """Somebody opened the topic, or is still there."""
        typing = self._row(topic, sid).get("typing", 0)
        self._write(topic, sid, face, typing)

    def leave(self, topic: str, sid: str) -> None:
        """They left it."""
        self._client.hdel(PREFIX + topic, sid)

    def typing(self, topic: str, sid: str, face: Face) -> None:
        """They are typing."""
        self._write(topic, sid, face, time.time() + TYPING_LASTS)

    def people(self, topic: str) -> list[dict[str, Any]]:
        """Everybody on the topic, in whichever process."""
        rows = {sid: json.loads(row) for sid, row in self._client.hgetall(PREFIX + topic).items()}
        moment = time.time()
        if gone := [sid for sid, row in rows.items() if row["until"] < moment]:
            self._client.hdel(PREFIX + topic, *gone)
        here = [row for sid, row in rows.items() if sid not in gone]
        return _merged((Face(row["name"], row["handle"]), row["typing"] > moment) for row in here)

    def tell(self, topic: str) -> None:
        """Tell every process, this one too."""
        self._client.publish(CHANNEL, topic)

    def heard(self, channel: str) -> Iterator[str]:
        """The topics that any process tells of, for ever."""
        with self._client.pubsub(ignore_subscribe_messages=True) as ear:
            ear.subscribe(channel)
            while True:
                if message := ear.get_message(timeout=1.0):
                    yield str(message["data"])

    def _row(self, topic: str, sid: str) -> dict[str, Any]:
        row = self._client.hget(PREFIX + topic, sid)
        return dict(json.loads(row)) if row else {}

    def _write(self, topic: str, sid: str, face: Face, typing: float) -> None:
        row = {"name": face.name, "handle": face.handle, "typing": typing, "until": time.time() + STAYS}
        self._client.hset(PREFIX + topic, sid, json.dumps(row))
        self._client.expire(PREFIX + topic, int(STAYS) * 2)
