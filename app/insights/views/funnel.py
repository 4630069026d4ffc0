"""The page on the way from submitted to launched, and the ideas behind each figure."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request
from werkzeug.exceptions import NotFound

from app.accounts.current import me
from app.core.access import ensure, found
from app.core.sheet import sheet
from app.ideas import queries as ideas
from app.ideas.models import Challenge
from app.ideas.queries import Cohort
from app.insights import policy, words
from app.insights.queries import funnel
from app.insights.views.frame import SPANS, Page, blueprint, chosen_space, drawn, period
from app.spaces import queries as spaces
from app.spaces.models import Space

WAS = ("reached", "here", "dropped")


@dataclass(frozen=True)
class Chosen:
    """What the address asks for."""

    cohort: Cohort
    challenge: Challenge | None
    space: Space | None
    days: int
    imported: bool


@blueprint.get("/insights/funnel")
def funnel_page() -> Page:
    """How far ideas came, and how long it took."""
    person = me()
    ensure(policy.may_see_return(person))
    chosen = _chosen()
    return drawn(
        "funnel.html", found=funnel.funnel(chosen.cohort), chosen=chosen, kinds=words.kinds(), spans=SPANS,
        challenges=ideas.visible_challenges(person).items, spaces=spaces.visible(person),
    )  # fmt: skip


@blueprint.get("/insights/funnel.csv")
def funnel_rows() -> Response:
    """One line a kind of stage."""
    ensure(policy.may_see_return(me()))
    columns = (
        "kind", "reached", "here", "dropped", "of_before", "of_before_low", "of_before_high", "of_all",
        "quarter_days", "median_days", "three_quarters_days",
    )  # fmt: skip
    rows = (
        (
            step.kind, step.reached, step.here, step.dropped, step.of_before.value, step.of_before.low,
            step.of_before.high, step.of_all.value, step.quarter, step.median, step.three_quarters,
        )
        for step in funnel.funnel(_chosen().cohort).steps
    )  # fmt: skip
    return sheet("funnel.csv", columns, rows)


@blueprint.get("/insights/funnel/ideas")
def funnel_ideas() -> Page:
    """The ideas behind one figure."""
    ensure(policy.may_see_return(me()))
    kind, was = request.args.get("kind", ""), request.args.get("was", "")
    if kind not in ideas.WAY or was not in WAS:
        raise NotFound
    page = ideas.listed_in(_chosen().cohort, kind, was, after=request.args.get("after"))
    reasons = ideas.last_reasons([idea.id for idea in page.items])
    return drawn("funnel_ideas.html", page=page, kind=kind, was=was, reasons=reasons, kinds=words.kinds())


def _chosen() -> Chosen:
    person, slug = me(), request.args.get("challenge")
    challenge = found(ideas.visible_challenge(person, slug)) if slug else None
    space, days = chosen_space(), request.args.get("days", 0, type=int)
    bounded = days in SPANS or "from" in request.args or "to" in request.args
    span = period(days if days in SPANS else max(SPANS)) if bounded else None
    imported = request.args.get("imported") != "no"
    cohort = Cohort(
        person, challenge.id if challenge else None, space.id if space else None, span.start if span else None,
        span.end if span else None, imported,
    )  # fmt: skip
    return Chosen(cohort, challenge, space, days, imported)
