"""A story told in order: deeds with their moment, done through the commands at that moment."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from app.accounts.models import Person
from app.core import clock, transaction
from app.extensions import db

CONTENT = Path(__file__).parent / "content"
AT_ONCE = 150


@dataclass
class Story:
    """Deeds collected in any order, done in the order of their moments; `day` counts from now, negative is past."""

    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    deeds: list[tuple[float, int, Callable[[], object]]] = field(default_factory=list)

    def at(self, day: float, deed: Callable[..., object], *words: Any, **more: Any) -> None:
        """Collect one deed, with what it is called with."""
        self.deeds.append((day, len(self.deeds), partial(deed, *words, **more)))

    def moment(self, day: float) -> datetime:
        """The moment of a day; to the second, so that the same seed makes the same rows."""
        return (self.now + timedelta(days=day)).replace(microsecond=0)

    def joined_before(self, day: float, *, staff_only: bool = False) -> list[str]:
        """Handles of those who are members on a day."""
        members = [person for person in content("people") if person["joined_day"] <= day]
        return [p["handle"] for p in members if p["kind"] == "employee" or not staff_only]

    def tell(self) -> int:
        """Do every deed at its moment, some hundred a transaction; returns how many were done."""
        ordered = sorted(self.deeds, key=lambda deed: deed[:2])
        for start in range(0, len(ordered), AT_ONCE):
            with transaction.unit():
                for day, _place, deed in ordered[start : start + AT_ONCE]:
                    with clock.at(self.moment(day)):
                        deed()
                        db.session.flush()
        self.deeds.clear()
        return len(ordered)


@cache
def content(name: str) -> Any:
    """One file of the demo's content."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


def contents(pattern: str) -> list[Any]:
    """Every item of the files whose names match, in the order of the names."""
    return [item for path in sorted(CONTENT.glob(f"{pattern}.json")) for item in content(path.stem)]
