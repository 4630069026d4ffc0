"""What the tests of service levels share: a Monday, office hours, and what is promised."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

from app.board import commands
from app.core import clock, transaction
from tests.cast import Cast

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
OFFICE = [[[540, 1020]]] * 5 + [[], []]


def after(some: timedelta) -> AbstractContextManager[None]:
    """So much after Monday, nine o'clock."""
    return clock.at(MONDAY + some)


def promise(cast: Cast, *, first_response: int = 120, **more: Any) -> None:
    """What Help promises from now on: nothing for what is of low severity."""
    targets = {
        "normal": {"first_response": first_response, "resolution": 480},
        "high": {"first_response": 60}, "urgent": {"first_response": 30, "resolution": 120},
    }  # fmt: skip
    with transaction.unit():
        commands.set_rules(cast.space("help"), targets=targets, by=cast.stella, **more)
