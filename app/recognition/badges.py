"""Badges as versioned rules over what people did; recomputable from the event book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from app.recognition.models import Tally

EXPERT = "expert"


@dataclass(frozen=True)
class Badge:
    """A named rule; what it counts stands on lines of points of its kind."""

    key: str
    name: Any
    about: Any
    kind: str
    met: Callable[[Tally], bool]
    version: int = 1


BADGES = (
    Badge(
        "first-answer",
        _("First answer"),
        _("Answered a question for the first time"),
        "answer",
        lambda t: t.answers >= 1,
    ),
    Badge("first-solved", _("Problem solver"), _("An asker accepted an answer"), "accepted", lambda t: t.accepted >= 1),
    Badge("ten-solved", _("Ten solved"), _("Ten answers were accepted"), "accepted", lambda t: t.accepted >= 10),
    Badge("vouched-for", _("Vouched for"), _("An expert verified an answer"), "verified", lambda t: t.verified >= 1),
    Badge(
        "helpful", _("Helping hand"), _("Readers found answers helpful 25 times"), "helpful", lambda t: t.helpful >= 25
    ),
    Badge("first-idea", _("Spark"), _("Shared a first idea"), "idea", lambda t: t.ideas >= 1),
    Badge("launched", _("It happened"), _("An idea was launched"), "launched", lambda t: t.launched >= 1),
)
BY_KEY = {badge.key: badge for badge in BADGES}


def version_of(key: str) -> int | None:
    """The version in force of a badge that is part of the product; None for any other."""
    return 1 if key == EXPERT else BY_KEY[key].version if key in BY_KEY else None


def title(key: str, topic: str | None = None) -> str:
    """A badge's name."""
    if key == EXPERT:
        return str(_("%(topic)s expert")) % {"topic": topic or ""}
    return str(BY_KEY[key].name) if key in BY_KEY else key


def about(key: str, topic: str | None = None) -> str:
    """What a badge is for."""
    if key == EXPERT:
        return str(_("Recent answers about %(topic)s were accepted, verified and found helpful")) % {
            "topic": topic or ""
        }
    return str(BY_KEY[key].about) if key in BY_KEY else ""
