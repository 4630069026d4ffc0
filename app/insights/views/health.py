"""The page on how each space and the whole hive are doing."""

from __future__ import annotations

from flask import Response, request

from app.accounts.current import me
from app.core.access import ensure, found
from app.core.pages import LIMIT
from app.core.sheet import sheet
from app.insights import policy, words
from app.insights.queries import hive
from app.insights.queries.behind import BEHIND, VITALS, questions_behind
from app.insights.queries.course import course, step_days
from app.insights.queries.vitals import NAMES
from app.insights.views.frame import SPANS, Page, blueprint, chosen_space, drawn, during, period, span
from app.spaces import queries as spaces

COLUMNS = (
    "space", "figure", "from", "to", "value", "n", "baseline", "change", "relative", "velocity", "missing",
)  # fmt: skip


@blueprint.get("/insights/health")
def health_page() -> Page:
    """The whole hive, and its spaces page by page."""
    person = me()
    ensure(policy.may_see(person))
    chosen, space, name = period(28), chosen_space(), request.args.get("of", "asked")
    name = name if name in NAMES else "asked"
    return drawn(
        "health.html", found=hive.hive(chosen, person, after=request.args.get("after")), period=chosen, names=NAMES,
        figures=words.vitals(), spans=SPANS, span=span(28), course=course(name, chosen, person, space), of=name,
        space=space, spaces=spaces.visible(person), days_each=step_days(chosen), behind=VITALS, during=during(28),
    )  # fmt: skip


@blueprint.get("/insights/health/questions")
def health_questions() -> Page:
    """The questions behind a figure, as far as one may read them."""
    person = me()
    ensure(policy.may_see(person))
    name = request.args.get("of", "asked")
    label = words.behind()[found(name if name in BEHIND else None)]
    chosen, space = period(28), chosen_space()
    behind = questions_behind(name, chosen, person, space, after=request.args.get("after"), limit=LIMIT)
    return drawn(
        "health_questions.html", page=behind.page, n=behind.n, label=label, of=name, period=chosen, space=space,
        vital=name in VITALS,
    )  # fmt: skip


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
