"""What was said, in figures: volume, moods, what rises, who is heard; each of what its reader may read."""

from __future__ import annotations

from flask import Response, request

from app.accounts.current import somebody
from app.core.access import ensure
from app.core.sheet import sheet
from app.listening.monitoring import policy, queries
from app.listening.monitoring.emerging import FEWEST, MOST_FALSE
from app.listening.monitoring.trend import FEWEST_DAYS
from app.listening.monitoring.views.frame import Page, blueprint, drawn

SPANS = (28, 56, 84)
COLUMNS = ("day", "count", "adjusted", "trend", "sentiment")


@blueprint.get("/listening")
def overview() -> Page:
    """The figures of a period."""
    person, days = somebody(), _days()
    ensure(policy.may_listen(person))
    asked = _asked()
    return drawn(
        "overview.html", "overview", volume=queries.volume_of(person, days, **asked), span=days, spans=SPANS, **asked,
        channels=queries.channels(person), rising=queries.rising(person), voices=queries.voices(person, days),
        fewest_days=FEWEST_DAYS, fewest=FEWEST, most_false=MOST_FALSE, moved=queries.moved_over(person, days, **asked),
    )  # fmt: skip


@blueprint.get("/listening/volume.csv")
def volume_rows() -> Response:
    """One line a day; a cell is empty where a figure is not known."""
    person, days = somebody(), _days()
    ensure(policy.may_listen(person))
    found = queries.volume_of(person, days, **_asked())
    adjusted = found.trend.adjusted if found.trend else [None] * days
    trend = found.trend.trend if found.trend else [None] * days
    days_said = [day.isoformat() for day in found.days]
    return sheet("volume.csv", COLUMNS, zip(days_said, found.counts, adjusted, trend, found.mean, strict=True))


def _asked() -> dict[str, str]:
    return {"channel": request.args.get("channel", "")[:40], "term": request.args.get("term", "")[:80]}


def _days() -> int:
    asked = request.args.get("days", 56, type=int)
    return asked if asked in SPANS else 56
