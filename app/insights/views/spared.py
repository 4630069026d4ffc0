"""What reading in each space spared, for the page on the health of spaces to frame, and on its own."""

from __future__ import annotations

from flask import Response, request

from app.accounts.current import me
from app.core.access import ensure
from app.core.sheet import sheet
from app.insights import policy
from app.insights.queries.spared import LEAST, Spared, spared
from app.insights.views.frame import SPANS, Page, blueprint, drawn, during, period, span

COLUMNS = (
    "space", "from", "to", "read", "unread", "difference", "low", "high", "spared", "missing",
    "baseline", "change", "relative", "velocity", "missing_periods",
)  # fmt: skip
MOST = 10_000


@blueprint.get("/insights/health/deflection")
def spared_page() -> Page:
    """Space by space, with intervals."""
    person = me()
    ensure(policy.may_see(person))
    chosen = period(28)
    found = spared(chosen, person, after=request.args.get("after"))
    return drawn(
        "spared.html", found=found, period=chosen, least=LEAST, spans=SPANS, span=span(28), during=during(28),
        sees_journeys=bool(policy.may_see_deflection(person)),
    )  # fmt: skip


@blueprint.get("/insights/health/deflection.csv")
def spared_rows() -> Response:
    """One line a space; a cell is empty where a figure is not known."""
    person = me()
    ensure(policy.may_see(person))
    chosen = period(28)
    found = spared(chosen, person, limit=MOST)
    rows = (_row(one, chosen.start.isoformat(), chosen.end.isoformat()) for one in (found.whole, *found.spaces.items))
    return sheet("deflection-by-space.csv", COLUMNS, rows)


def _row(one: Spared, start: str, end: str) -> tuple[object, ...]:
    rate, contacts, moved = one.compared.rate, one.compared.contacts, one.moved
    return (
        one.space.slug if one.space else "", start, end, one.read, one.unread, rate.value, rate.low, rate.high,
        contacts.value, " ".join(rate.missing), moved.baseline, moved.change, moved.relative, moved.velocity,
        " ".join(moved.missing),
    )  # fmt: skip
