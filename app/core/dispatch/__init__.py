"""Effects outside the database: rows written with the change, carried out by the worker with retries."""

from app.core.dispatch.carrying import run_due, work
from app.core.dispatch.claiming import DELAYS, LEASE, Leased, due_targets, take
from app.core.dispatch.crew import Crew
from app.core.dispatch.holding import Lost, renew
from app.core.dispatch.rows import (
    CARRIERS,
    Carrier,
    Dispatch,
    NeverRetry,
    RetryLater,
    again,
    carrier,
    dead_letter,
    dead_letters,
    depth,
    enqueue,
    is_open,
    letter,
    letters,
    states,
    waiting,
)
from app.core.dispatch.targets import DispatchTarget, pause, resume, targets, watch
from app.core.dispatch.telling import told

__all__ = [
    "CARRIERS",
    "DELAYS",
    "LEASE",
    "Carrier",
    "Crew",
    "Dispatch",
    "DispatchTarget",
    "Leased",
    "Lost",
    "NeverRetry",
    "RetryLater",
    "again",
    "carrier",
    "dead_letter",
    "dead_letters",
    "depth",
    "due_targets",
    "enqueue",
    "is_open",
    "letter",
    "letters",
    "pause",
    "renew",
    "resume",
    "run_due",
    "states",
    "take",
    "targets",
    "told",
    "waiting",
    "watch",
    "work",
]
