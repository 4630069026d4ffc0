"""The page on what ideas and the answer board cost and brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Response, request

from app.accounts.current import me
from app.core.access import ensure, found
from app.core.sheet import sheet
from app.ideas import policy as ideas_policy
from app.ideas import queries as ideas
from app.ideas.models import Challenge
from app.insights import policy
from app.insights.queries import months, returns
from app.insights.views.frame import Page, blueprint, chosen_space, drawn, period
from app.spaces import queries as spaces
from app.spaces.models import Space

SHOWN = 100
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Chosen:
    """What the address asks for, and the report on it."""

    report: returns.Returned
    challenge: Challenge | None
    space: Space | None
    start: date | None
    end: date | None


@blueprint.get("/insights/return")
def return_page() -> Page:
    """Costs and benefits, forecast, realised and attested."""
    person = me()
    ensure(policy.may_see_return(person))
    chosen = _chosen()
    return drawn(
        "return.html", report=chosen.report, rows=chosen.report.rows[:SHOWN], challenge=chosen.challenge,
        space=chosen.space, start=chosen.start, last=chosen.end - DAY if chosen.end else None,
        challenges=ideas.visible_challenges(person).items, spaces=spaces.visible(person),
        projects=ideas.measured_projects(person), months=_months(chosen),
        reckons=bool(policy.may_reckon_months(person)), attests=bool(ideas_policy.may_attest_in(person, None)),
    )  # fmt: skip


@blueprint.get("/insights/return.csv")
def return_rows() -> Response:
    """One line an idea and currency."""
    ensure(policy.may_see_return(me()))
    columns = (
        "idea", "title", "challenge", "space", "stage", "currency", *returns.NAMES, "roi", "forecast_roi",
        "attested_roi", "payback", "forecast_payback", "due_benefit",
    )  # fmt: skip
    return sheet("return.csv", columns, (_cells(row) for row in _chosen().report.rows))


def _months(chosen: Chosen) -> list[months.Month]:
    """Of the answer board as a whole, for who may see what is measured on it."""
    whole = chosen.challenge is None and chosen.space is None
    return months.months() if whole and policy.may_see_deflection(me()) else []


def _cells(row: returns.Row) -> tuple[Any, ...]:
    idea, sums = row.idea, row.sums
    return (
        idea.id, idea.title, idea.challenge.slug, idea.space.slug, idea.stage, row.currency,
        *(getattr(sums, name) for name in returns.NAMES), sums.roi, sums.forecast_roi, sums.attested_roi,
        sums.payback, sums.forecast_payback, sums.due_benefit,
    )  # fmt: skip


def _chosen() -> Chosen:
    person, slug = me(), request.args.get("challenge")
    challenge = found(ideas.visible_challenge(person, slug)) if slug else None
    space = chosen_space()
    start, end = _dates()
    report = returns.returned(
        person, challenge=challenge, space=space, start=start, end=end,
        answers=bool(policy.may_see_deflection(person)),
    )  # fmt: skip
    return Chosen(report, challenge, space, start, end)


def _dates() -> tuple[date | None, date | None]:
    """Only what the address names; the ledger has dates ahead, so that all of it is shown otherwise."""
    chosen = period()
    start = chosen.start.date() if request.args.get("from") else None
    return start, chosen.end.date() if request.args.get("to") else None
