"""The innovation team's board of stages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask import render_template, request

from app.accounts.current import me, somebody
from app.core.access import ensure
from app.ideas import agreement, panel, policy, queries, words
from app.ideas.models import Idea
from app.ideas.panel import Panel
from app.ideas.queries import Sums
from app.ideas.views.frame import Page, blueprint, challenge_of

MOST_OFFERED = 30
DECIDED_LATER = ("submitted", "declined")


@blueprint.get("/shortlist")
def shortlist() -> Page:
    """Ideas by stage, of one challenge or of all, with what the experts and the ledger say."""
    person = somebody()
    ensure(policy.may_run_challenges(person))
    wanted = request.args.get("challenge")
    challenge = challenge_of(wanted) if wanted else None
    within = challenge.id if challenge else None
    columns = queries.shortlist(person, within)
    ideas = [idea for column in columns.values() for idea in column]
    filed = queries.reviews_of(ideas, person)
    panels = {idea.id: panel.convene(idea, filed.get(idea.id, [])) for idea in ideas}
    sums = queries.ledger_sums(idea_ids=[idea.id for idea in ideas])
    return render_template(
        "ideas/shortlist.html", columns=columns, counts=queries.stage_counts(person, within),
        panels=panels, sides=queries.sides_of([idea.id for idea in ideas]), sums=sums, totals=_totals(sums.values()),
        stages=words.stages(), challenge=challenge, offered=queries.visible_challenges(me(), limit=MOST_OFFERED).items,
        dots=_dots(ideas, panels), disagrees=agreement.Verdict.DISAGREES,
    )  # fmt: skip


def _totals(sums: Iterable[dict[str, Sums]]) -> dict[str, dict[str, Decimal]]:
    """Net forecast and net realised by currency; currencies are never added up."""
    totals: dict[str, dict[str, Decimal]] = {}
    for by_currency in sums:
        for currency, each in by_currency.items():
            total = totals.setdefault(currency, {"forecast": Decimal(0), "realised": Decimal(0)})
            total["forecast"] += each.forecast_benefit - each.forecast_cost
            total["realised"] += each.realised_benefit - each.realised_cost
    return totals


def _dots(ideas: Iterable[Idea], panels: dict[int, Panel]) -> list[dict[str, Any]]:
    """Where each judged idea lies between effort and value, for those still or already worth it."""
    judged = [(idea, panels[idea.id]) for idea in ideas if idea.stage not in DECIDED_LATER]
    return [
        {"idea": idea, "value": judgement.mean_of("value"), "effort": judgement.effort}
        for idea, judgement in judged
        if judgement.mean_of("value") is not None and judgement.effort is not None
    ]
