"""Clients of the JSON API who do not give up: each deed is sent with its key until it is acknowledged."""

from __future__ import annotations

import http.client
import json
import os
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import uniform
from typing import Any

from app.accounts.models import Person
from app.core import clock
from app.ideas import commands as ideas
from app.ideas.models import Challenge
from app.spaces.models import Space

CLIENTS = 4
REST = 0.06
TIMEOUT = 3.0
GIVE_UP = 60.0


@dataclass(frozen=True)
class Prepared:
    """Where the clients act, and as whom."""

    space: str
    challenge: str
    tokens: list[str]
    answerer: str


def open_challenge(space: Space, team: Person) -> Challenge:
    """One that is open."""
    return ideas.open_challenge(
        space, slug="crash", title="What breaks", brief="What?", by=team, opens_at=clock.now() - timedelta(days=1),
        closes_at=clock.now() + timedelta(days=9),
    )  # fmt: skip


def run(port: int, folder: Path, prepared: Prepared, *, rest: float = REST) -> None:
    """Act until there is a file `enough` in the folder; each acknowledged deed is a line of `acknowledged.jsonl`."""
    numbers, log = count(1), os.open(folder / "acknowledged.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    acting = [threading.Thread(target=Client(port, folder, prepared, numbers, log, rest).act) for _ in range(CLIENTS)]
    for thread in acting:
        thread.start()
    for thread in acting:
        thread.join()


@dataclass
class Client:
    """One of them: asks, answers, shares an idea, votes on it, and again."""

    port: int
    folder: Path
    prepared: Prepared
    numbers: count[int]
    log: int
    rest: float

    def act(self) -> None:
        """Deed after deed."""
        while not (self.folder / "enough").exists():
            number = next(self.numbers)
            token = self.prepared.tokens[number % len(self.prepared.tokens)]
            question = self._do(number, "ask", "POST", "/questions", token, space=self.prepared.space,
                                title=f"What of crash {number}?", body="It **stopped**.")  # fmt: skip
            self._do(number, "answer", "POST", f"/questions/{question}/answers", self.prepared.answerer,
                     body=f"Start it again, crash {number}.")  # fmt: skip
            idea = self._do(number, "share", "POST", "/ideas", token, challenge=self.prepared.challenge,
                            title=f"No more crash {number}", body="Please.")  # fmt: skip
            voter = self.prepared.tokens[(number + 1) % len(self.prepared.tokens)]
            self._do(number, "vote", "PUT", f"/ideas/{idea}/vote", voter, value=1)

    def _do(self, number: int, kind: str, method: str, path: str, token: str, **body: Any) -> int:
        """Send until answered with success; returns the id of what came of it, 0 where nothing has one."""
        deadline, tries = time.monotonic() + GIVE_UP, 0
        while time.monotonic() < deadline:
            tries += 1
            answer = self._send(method, path, token, f"{kind}-{number}", body)
            if answer is not None:
                words = body.get("title") or body.get("body")
                line = {"kind": kind, "words": words, "tries": tries, "voter": token[-6:], "subject": path}
                os.write(self.log, json.dumps(line).encode() + b"\n")
                time.sleep(self.rest * uniform(0.5, 1.5))  # noqa: S311 - a rest is no secret
                return int(answer.get("id", 0))
            time.sleep(0.05)
        raise SystemExit(f"{kind} {number} was never answered")

    def _send(self, method: str, path: str, token: str, key: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """One try; None when the other side was gone, or busy with itself."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": key}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request(method, f"/api/v1{path}", json.dumps(body), headers)
            answer = connection.getresponse()
            said = json.loads(answer.read() or b"{}")
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            connection.close()
        if answer.status in {409, 429} or answer.status >= 500:
            return None
        if answer.status >= 400:
            raise SystemExit(f"{method} {path} was refused: {answer.status} {said}")
        return dict(said)
