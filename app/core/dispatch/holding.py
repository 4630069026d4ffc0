"""What is being carried out is held for as long as that takes: its lease is renewed between one call and the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from app.core import clock, transaction
from app.core.dispatch import claiming
from app.core.dispatch.claiming import Leased, is_ours
from app.core.dispatch.rows import Dispatch
from app.extensions import db


class Lost(Exception):
    """Somebody else has it by now, because our lease ran out."""


@dataclass
class _Hold:
    row: Leased
    since: datetime


_hold: ContextVar[_Hold | None] = ContextVar("hold", default=None)


@contextmanager
def held(row: Leased) -> Iterator[None]:
    """Let the block renew the lease of this row."""
    token = _hold.set(_Hold(row, clock.now()))
    try:
        yield
    finally:
        _hold.reset(token)


def renew() -> None:
    """Hold what is being carried out for another lease, once a third of this one is spent; elsewhere do nothing.

    A carrier that makes many calls does this before each, with no transaction open. Raises Lost where it is too late.
    """
    hold, moment = _hold.get(), clock.now()
    if hold is None or moment < hold.since + claiming.LEASE / 3:
        return
    with transaction.unit():
        longer = update(Dispatch).where(*is_ours(hold.row)).values(lease_until=moment + claiming.LEASE)
        if db.session.scalar(longer.returning(Dispatch.id)) is None:
            raise Lost("somebody else has taken it over")
    hold.since = moment
