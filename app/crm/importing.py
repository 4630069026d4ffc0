"""A file of many rows goes in some at a time, so that nobody else who writes waits for all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from app.core import transaction
from app.crm.commands import ImportReport

R = TypeVar("R")
AT_ONCE = 500


def in_batches(rows: Sequence[R], act: Callable[[Sequence[R]], ImportReport]) -> ImportReport:
    """Act on all of them, each batch committed: a second run of the same file changes nothing that went in."""
    report = ImportReport()
    for start in range(0, len(rows), AT_ONCE):
        report.add(act(rows[start : start + AT_ONCE]))
        transaction.settle()
    return report
