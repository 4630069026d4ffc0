"""A bounded load from so many clients with kept-alive connections, to this machine only."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
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
    p99: float
    requests: int
    failures: int


def press(base: str, make: Callable[[int], Request], *, clients: int, seconds: float) -> Result:
    """Send the requests that `make(number)` gives, for so many seconds and at most BOUND requests; raises ValueError
    for any address but this machine's.
    """
    parts = urlsplit(base)
    if parts.hostname not in {"127.0.0.1", "localhost"}:
        raise ValueError("a load goes to this machine only")
    numbers, lock, times, failures = count(), threading.Lock(), [], []
    start = time.perf_counter() + WARM_UP
    end = start + seconds

    def client() -> None:
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
        while (began := time.perf_counter()) < end:
            with lock:
                number = next(numbers)
            if number >= BOUND:
                break
            status = _send(connection, make(number))
            if began >= start:
                times.append((time.perf_counter() - began) * 1000)
                if status >= 400:
                    failures.append(status)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _summary(times, len(failures), time.perf_counter() - start)


def _send(connection: http.client.HTTPConnection, request: Request) -> int:
    connection.request(request.method, request.path, request.body, request.headers)
    response = connection.getresponse()
    response.read()
    return response.status


def _summary(times: list[float], failures: int, seconds: float) -> Result:
    cuts = quantiles(times, n=100) if len(times) > 1 else [times[0] if times else 0.0] * 99
    return Result(len(times) / seconds, cuts[49], cuts[98], len(times), failures)
