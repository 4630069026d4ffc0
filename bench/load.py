"""A bounded load from so many clients with kept-alive connections, to this machine only."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import quantiles
from urllib.parse import urlsplit

WARM_UP = 0.5
BOUND = 4000


@dataclass(frozen=True)
class Request:
    """One request to make."""

    method: str
    path: str
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """What a load showed; times in milliseconds."""

    per_second: float
    p50: float
    p95: float
    p99: float
    requests: int
    failures: int


def press(base: str, make: Callable[[int], Request], *, clients: int, seconds: float) -> Result:
    """Send the requests that `make(number)` gives, for so many seconds and at most BOUND requests.

    Raises ValueError for any address but this machine's.
    """
    parts = urlsplit(base)
    if parts.hostname not in {"127.0.0.1", "localhost"}:
        raise ValueError("a load goes to this machine only")
    load = _Load(str(parts.hostname), parts.port or 80, make, time.perf_counter() + WARM_UP, seconds)
    threads = [threading.Thread(target=load.client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _summary(load.times, load.failures, time.perf_counter() - load.start)


@dataclass
class _Load:
    """What the clients share."""

    host: str
    port: int
    make: Callable[[int], Request]
    start: float
    seconds: float
    times: list[float] = field(default_factory=list)
    failures: int = 0
    sent: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def client(self) -> None:
        """Send one request after the other until the time or the bound is reached."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        while (began := time.perf_counter()) < self.start + self.seconds and (number := self._next()) < BOUND:
            status = _send(connection, self.make(number))
            if began >= self.start:
                self._note((time.perf_counter() - began) * 1000, status)
        connection.close()

    def _next(self) -> int:
        with self.lock:
            self.sent += 1
            return self.sent - 1

    def _note(self, milliseconds: float, status: int) -> None:
        with self.lock:
            self.times.append(milliseconds)
            self.failures += status >= 400


def _send(connection: http.client.HTTPConnection, request: Request) -> int:
    connection.request(request.method, request.path, request.body, request.headers)
    response = connection.getresponse()
    response.read()
    return response.status


def _summary(times: list[float], failures: int, seconds: float) -> Result:
    cuts = quantiles(times, n=100) if len(times) > 1 else [times[0] if times else 0.0] * 99
    return Result(len(times) / seconds, cuts[49], cuts[94], cuts[98], len(times), failures)
