"""Casting votes, and setting aside those that look arranged."""

from app.voting.commands.casting import carry, cast
from app.voting.commands.findings import answer, dismiss, look_at, note, restore, set_aside
from app.voting.commands.traces import Trace, forget_traces, trace

__all__ = [
    "Trace",
    "answer",
    "carry",
    "cast",
    "dismiss",
    "forget_traces",
    "look_at",
    "note",
    "restore",
    "set_aside",
    "trace",
]
