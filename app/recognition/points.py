"""What a deed is worth, and the levels that points lead to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _

WORTH = {"answer": 1, "accepted": 15, "verified": 10, "helpful": 2, "thanks": 3, "idea": 2, "launched": 50}
GIVEN = frozenset({"accepted", "verified", "helpful", "thanks"})
# What is done for others beyond that, which badges count, and how much of it counts in one day: what is done by the
# dozen was not done with care. Worth no points, as it is often somebody's office and what is an office is not for sale.
DEEDS = {
    "coauthored": 5, "review": 15, "explained": 20, "moderated": 40, "reported": 5, "mentored": 5, "trained": 5,
}  # fmt: skip
# Points can be spent once the nightly look at who gives to whom has passed over them.
RIPENS = timedelta(hours=36)


@dataclass(frozen=True)
class Level:
    """A level and from how many points on somebody is on it."""

    number: int
    name: Any
    least: int


LEVELS = (
    Level(1, _("Newcomer"), 0),
    Level(2, _("Helper"), 50),
    Level(3, _("Guide"), 250),
    Level(4, _("Pathfinder"), 1000),
    Level(5, _("Pillar"), 4000),
)


def level_of(points: int) -> Level:
    """The level that these points lead to."""
    return max((level for level in LEVELS if points >= level.least), key=lambda level: level.least)


def next_level(points: int) -> Level | None:
    """The one after it; None on the last."""
    return next((level for level in LEVELS if level.least > points), None)
