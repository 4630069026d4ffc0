"""How long a call may take in all, and how much of an answer a client library may read."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

READ_SECONDS = 15.0


class Unfinished(ConnectionError):
    """An answer that was cut off, because it took too long or was too large."""


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


WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)
MOST: ContextVar[int | None] = ContextVar("most", default=None)


@contextmanager
def within(seconds: float = READ_SECONDS, *, most: int | None = None) -> Iterator[None]:
    """Let what is called in the block take so many seconds in all, and what a client library reads of an answer so
    many bytes; raises Unfinished where it takes longer or is larger.
    """
    watch = Watch(seconds)
    token, bound = WATCH.set(watch), MOST.set(most)
    late = f"no whole answer within {seconds:g} s"
    try:
        yield
    except Exception as error:
        if watch.ended:
            raise Unfinished(late) from error
        raise
    finally:
        WATCH.reset(token)
        MOST.reset(bound)
        watch.stop()
    if watch.ended:
        raise Unfinished(late)  # a line that was cut looks like one that came to its end
