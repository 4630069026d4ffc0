"""What the population is made of, to weight by: a hook for whoever knows it better than the list of members."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.extensions import db

TRAITS = ("segment", "kind")
Source = Callable[[], dict[str, int]]
SOURCES: dict[str, Source] = {}


def population(trait: str) -> Callable[[Source], Source]:
    """Let a higher feature say how many of each level of a trait there are."""

    def declare(source: Source) -> Source:
        SOURCES[trait] = source
        return source

    return declare


def counts(trait: str) -> dict[str, int]:
    """How many of each level there are: as the CRM counts where it does, else among members."""
    if trait in SOURCES and (found := SOURCES[trait]()):
        return found
    return dict(accounts.segments()) if trait == "segment" else _kinds()


def _kinds() -> dict[str, int]:
    rows = db.session.execute(select(Person.kind, func.count()).where(Person.state == "active").group_by(Person.kind))
    return {str(row[0]): int(row[1]) for row in rows}
