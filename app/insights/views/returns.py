"""The page on what ideas cost and brought."""

from __future__ import annotations

from datetime import date

from flask import Response, request

from app.accounts.current import me
from app.core.access import ensure, found
from app.core.sheet import sheet
from app.ideas import queries as ideas
from app.insights import policy
from app.insights.queries import returns
from app.insights.views.frame import Page, blueprint, drawn, period


@blueprint.get("/insights/return")
def return_page() -> Page:
    """Costs and benefits, forecast and realised."""
    ensure(policy.may_see_return(me()))
    report, challenge = _report()
    return drawn("return.html", report=report, challenge=challenge, challenges=ideas.visible_challenges(me()).items)


@blueprint.get("/insights/return.csv")
def return_rows() -> Response:
    """One line an idea and currency."""
    ensure(policy.may_see_return(me()))
    report, _challenge = _report()
    columns = ("idea", "title", "challenge", "stage", "currency", *returns.NAMES, "roi", "forecast_roi")
    rows = (
        (
            row.idea.id, row.idea.title, row.idea.challenge.slug, row.idea.stage, row.currency,
            *(getattr(row.sums, name) for name in returns.NAMES), row.sums.roi, row.sums.forecast_roi,
        )
        for row in report.rows
    )  # fmt: skip
    return sheet("return.csv", columns, rows)


def _report() -> tuple[returns.Returned, object]:
    slug = request.args.get("challenge")
    challenge = found(ideas.visible_challenge(me(), slug)) if slug else None
    start, end = _dates()
    return returns.returned(me(), challenge=challenge, start=start, end=end), challenge


def _dates() -> tuple[date | None, date | None]:
    """Only what the address names; the ledger has dates ahead, so that all of it is shown otherwise."""
    chosen = period()
    start = chosen.start.date() if request.args.get("from") else None
    return start, chosen.end.date() if request.args.get("to") else None
