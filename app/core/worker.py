"""The worker: lets subscribers catch up, carries out dispatch, runs periodic jobs; ends cleanly on a signal."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import FrameType

from flask import current_app

from app.core import audit, clock, dispatch, subscriptions, transaction
from app.core.api.idempotency import forget_old
from app.core.database import refresh_statistics

PAUSE = 0.15
AFTER_FAILURE = 2.0
LAST_WAIT = 3.0
log = logging.getLogger(__name__)


@dataclass
class Job:
    """Something to do every so often, in one transaction."""

    name: str
    every: timedelta
    act: Callable[[], None]
    due_at: datetime | None = field(default=None, compare=False)


JOBS: list[Job] = [
    Job("forget idempotent answers", timedelta(hours=1), forget_old),
    Job("thin the seals kept outside", timedelta(hours=1), audit.thin),
    Job("look at what the planner goes by", timedelta(hours=6), refresh_statistics),
]


def periodic(name: str, every: timedelta) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare a periodic job."""

    def declare(act: Callable[[], None]) -> Callable[[], None]:
        JOBS[:] = [job for job in JOBS if job.name != name] + [Job(name, every, act)]
        return act

    return declare


def drain() -> None:
    """Do everything that is due now: jobs, subscribers, dispatch, until nothing is left."""
    run_jobs()
    while subscriptions.run_all() + subscriptions.retry_parked() + dispatch.run_due():
        pass


def run() -> None:
    """Work until SIGTERM or SIGINT."""
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    crew = dispatch.Crew(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - for threads
    while not stop.is_set():
        stop.wait(_turn(crew))
    crew.wait(LAST_WAIT)


def run_jobs() -> None:
    """Run the periodic jobs that are due; one that fails does not stop the others."""
    for job in _due():
        _act(job)


def _run_job() -> bool:
    """Run the one that has been due longest; whether there was one."""
    due = _due()
    for job in due[:1]:
        _act(job)
    return bool(due)


def _due() -> list[Job]:
    now = clock.now()
    return sorted((job for job in JOBS if (job.due_at or now) <= now), key=lambda job: job.due_at or clock.START)


def _act(job: Job) -> None:
    job.due_at = clock.now() + job.every
    try:
        with transaction.unit():
            job.act()
    except Exception:
        log.exception("the job %s failed", job.name)


def _turn(crew: dispatch.Crew) -> float:
    """One round; returns how long to rest before the next.

    One job a round, and after the rest: at a start all of them are due, and nobody's mail should wait for their sum.
    """
    busy, failed = 0, False
    for part in (subscriptions.run_all, subscriptions.retry_parked, crew.turn, _run_job):
        try:
            busy += part()
        except Exception:  # the database may be away; the worker waits and goes on, and no part stops the others
            log.exception("the worker could not finish a round")
            failed = True
    if failed:
        return AFTER_FAILURE
    return 0 if busy else PAUSE
