"""What the holdout says so far to somebody who looks every day, in plain words."""

from __future__ import annotations

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from app.insights.estimates.balance import MISMATCH_BELOW
from app.insights.estimates.intervals import Interval
from app.insights.estimates.running import told_on
from app.insights.queries.running import Running

POINT = 0.01


def running_verdict(found: Running) -> tuple[str, str]:
    """What it says, and how sure that is or what it still takes."""
    if found.mismatch is not None and found.mismatch < MISMATCH_BELOW:
        return (
            _("We cannot say: the draw fell unevenly."),
            _("The two groups do not have the sizes that the draw should give (p = %(p)s).", p=f"{found.mismatch:.4f}"),
        )
    daily = found.last.daily if found.last else None
    if daily is None:
        return _("We cannot say yet."), _("Each group needs at least five contacts before anything can be said.")
    said, of = told_on(found.looks), _per_thousand(daily)
    if said and daily.low > 0:
        first = _("Showing answers spares us contacts: %(value)s in every 1,000 support journeys.", **of)
        return first, _stands(said, of)
    if said and daily.high < 0:
        first = _("Showing answers brings us contacts: %(value)s more in every 1,000 support journeys.", **of)
        return first, _stands(said, of)
    return _("We cannot say yet."), f"{_either_way(of)} {_still(found)}".strip()


def _per_thousand(daily: Interval) -> dict[str, int]:
    low, high = abs(round(1000 * daily.low)), abs(round(1000 * daily.high))
    return {"low": min(low, high), "high": max(low, high), "more": low, "fewer": high,
            "value": abs(round(1000 * daily.value))}  # fmt: skip


def _stands(said: object, of: dict[str, int]) -> str:
    day = str(format_date(said, "long"))
    return str(_("Between %(low)s and %(high)s, however often one looks. It can be said since %(day)s.", day=day, **of))


def _either_way(of: dict[str, int]) -> str:
    return str(_("Per 1,000 journeys it may be up to %(fewer)s contacts fewer or up to %(more)s more.", **of))


def _still(found: Running) -> str:
    """What it takes to find one point."""
    row = next((row for row in found.needed if row.effect == POINT), None)
    if row is None or not row.more:
        return ""
    more = format_decimal(row.more)
    first = _("To find a difference of one point, %(more)s more journeys are needed.", more=more)
    if row.days is None:
        return str(first)
    return f"{first} {_('At the present pace that takes about %(days)s days.', days=format_decimal(row.days))}"
