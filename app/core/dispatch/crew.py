"""The worker's hands: a thread for each target that has something due, so that a slow one holds up none but itself."""

from __future__ import annotations

import logging
import threading
import time

from flask import Flask

from app.core.dispatch.carrying import work
from app.core.dispatch.claiming import due_targets
from app.core.dispatch.targets import is_watched

# So many configured addresses are called at once; each has one thread, and what is not one of them its own besides.
MOST = 32
AT_A_TIME = 100
log = logging.getLogger(__name__)


class Crew:
    """Carries out what is due, never two rows of a target at once."""

    def __init__(self, app: Flask, most: int = MOST) -> None:
        self._app, self._most = app, most
        self._at_work: dict[str, threading.Thread] = {}
        self._ending = threading.Event()

    def turn(self) -> int:
        """Begin on each target that has something due and nobody at it; returns on how many."""
        self._at_work = {name: thread for name, thread in self._at_work.items() if thread.is_alive()}
        begun = [name for name in due_targets() if name not in self._at_work]
        return sum(self._begin(name) for name in begun)

    def busy(self) -> set[str]:
        """The targets that somebody is at."""
        return {name for name, thread in self._at_work.items() if thread.is_alive()}

    def wait(self, seconds: float) -> bool:
        """Begin on nothing more, and give those at work some time; returns whether all finished.

        A lease brings back what they leave.
        """
        self._ending.set()
        until = time.monotonic() + seconds
        for thread in self._at_work.values():
            thread.join(max(0.0, until - time.monotonic()))
        return not self.busy()

    def _begin(self, name: str) -> bool:
        if is_watched(name) and sum(map(is_watched, self._at_work)) >= self._most:
            return False
        thread = threading.Thread(target=self._work, args=(name,), name=f"dispatch {name}", daemon=True)
        self._at_work[name] = thread
        thread.start()
        return True

    def _work(self, name: str) -> None:
        try:
            with self._app.app_context():
                while work(name, AT_A_TIME) and not self._ending.is_set():
                    continue
        except Exception:  # the database may be away; the next turn begins again
            log.exception("dispatch for %s could not go on", name)
