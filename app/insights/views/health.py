"""The page on how each space and the whole hive are doing."""

from __future__ import annotations

from flask import Response, request

from app.accounts.current import me
from app.core.access import ensure
from app.core.sheet import sheet
from app.insights import policy, words
from app.insights.queries import hive
from app.insights.queries.vitals import NAMES
from app.insights.views.frame import SPANS, Page, blueprint, drawn, period, span

COLUMNS = (
    "space", "figure", "from", "to", "value", "n", "baseline", "change", "relative", "velocity", "missing",
)  # fmt: skip


@blueprint.get("/insights/health")
def health_page() -> Page:
    """The whole hive, and its spaces page by page."""
    person = me()
    ensure(policy.may_see(person))
    chosen = period(28)
    found = hive.hive(chosen, person, after=request.args.get("after"))
    return drawn(
        "health.html", found=found, period=chosen, names=NAMES, figures=words.vitals(), spans=SPANS, span=span(28)
    )


@blueprint.get("/insights/health.csv")
def health_rows() -> Response:
    """One line a space and figure; a cell is empty where a figure is not known."""
    person = me()
    ensure(policy.may_see(person))
    chosen = period(28)
    rows = (
        (
            one.space.slug if one.space else "", figure.name, chosen.start.isoformat(), chosen.end.isoformat(),
            figure.value, figure.n, figure.moved.baseline, figure.moved.change, figure.moved.relative,
            figure.moved.velocity, " ".join(figure.moved.missing),
        )
        for one in hive.every(chosen, person)
        for figure in one.figures.values()
    )  # fmt: skip
    return sheet("health.csv", COLUMNS, rows)
