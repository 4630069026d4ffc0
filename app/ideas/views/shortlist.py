"""The innovation team's shortlist: as a board, as a table, as value against effort, and ideas beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core import clock
from app.core.access import ensure, found
from app.core.pages import row_id
from app.discussion import queries as discussion
from app.ideas import agreement, answers, panel, policy, queries, scatter, words
from app.ideas.models import KINDS, Challenge, Idea
from app.ideas.models.stages import LOOKS
from app.ideas.panel import Panel
from app.ideas.queries import Sums
from app.ideas.queries import shortlist as reading
from app.ideas.queries.promises import count_due
from app.ideas.queries.stages import stages_ahead
from app.ideas.views.frame import Page, blueprint, challenge_of
from app.spaces import queries as spaces

MOST_OFFERED = 30
VIEWS = ("board", "table", "scatter")
FEWEST_COMPARED, MOST_COMPARED = 2, 4


@blueprint.get("/shortlist")
def shortlist() -> Page:
    """Ideas on their way, of one challenge, one space or all, in one of three views."""
    person = somebody()
    ensure(policy.may_run_challenges(person))
    asked = request.args.get("view", "board")
    view = asked if asked in VIEWS else "board"
    choice, filters = chosen(person)
    shown = {"board": _board, "table": _table, "scatter": _scatter}[view](person, choice)
    return render_template(
        "ideas/shortlist.html", view=view, **filters, **shown, disagrees=agreement.Verdict.DISAGREES,
        kinds=words.kind_titles(), due_count=count_due(person), now=clock.now(),
        offered=queries.visible_challenges(me(), limit=MOST_OFFERED).items, spaces=spaces.visible(person),
    )  # fmt: skip


@blueprint.get("/shortlist/compare")
def beside() -> Page:
    """Two to four ideas beside each other, to decide from there."""
    person = somebody()
    ensure(policy.may_run_challenges(person))
    ideas = reading.some(person, _numbers())
    if not FEWEST_COMPARED <= len(ideas) <= MOST_COMPARED:
        flash(_("Choose two to four ideas to compare."))
        return redirect("/shortlist?view=table", 303)
    return render_template("ideas/compare.html", ideas=ideas, now=clock.now(), **_beside(person, ideas))


def chosen(person: Person) -> tuple[reading.Choice, dict[str, Any]]:
    """What the address asks for, and the same for the page's filters."""
    name, slug = request.args.get("challenge"), request.args.get("space")
    challenge: Challenge | None = challenge_of(name) if name else None
    space = challenge.space if challenge else found(spaces.visible_space(person, slug)) if slug else None
    kind = request.args.get("kind", "")
    mine, owed = request.args.get("owner") == "me", request.args.get("due") == "1"
    choice = reading.Choice(
        challenge_id=challenge.id if challenge else None, space_id=space.id if space else None,
        owner_id=person.id if mine else None, kind=kind if kind in KINDS else "", is_owed=owed,
    )  # fmt: skip
    return choice, {"challenge": challenge, "space": space, "kind": choice.kind, "mine": mine, "owed": owed}


def judged(ideas: Sequence[Idea], person: Person) -> tuple[dict[int, Panel], dict[int, dict[str, Sums]]]:
    """What the experts and the ledger say of these ideas, in two queries."""
    ids = [idea.id for idea in ideas]
    filed = queries.reviews_of(ideas, person)
    return {idea.id: panel.convene(idea, filed.get(idea.id, [])) for idea in ideas}, queries.ledger_sums(idea_ids=ids)


def _board(person: Person, choice: reading.Choice) -> dict[str, Any]:
    lanes = reading.lanes(person, choice, words.kind_titles(), LOOKS)
    ideas = [idea for lane in lanes for idea in lane.ideas]
    panels, sums = judged(ideas, person)
    sides = queries.sides_of([idea.id for idea in ideas])
    return {"lanes": lanes, "panels": panels, "sides": sides, "sums": sums, "totals": _totals(sums.values())}


def _table(person: Person, choice: reading.Choice) -> dict[str, Any]:
    asked = request.args.get("sort", "top")
    sort = asked if asked in reading.COLUMNS else "top"
    page = reading.rows(person, choice, sort, after=request.args.get("after"))
    panels, sums = judged(page.items, person)
    sides = queries.sides_of([idea.id for idea in page.items])
    return {"page": page, "sort": sort, "sides": sides, "panels": panels, "sums": sums, "totals": {}}


def _scatter(person: Person, choice: reading.Choice) -> dict[str, Any]:
    ideas = reading.judged(person, choice)
    panels, _sums = judged(ideas, person)
    return {"dots": _dots(ideas, panels), "totals": {}}


def _beside(person: Person, ideas: Sequence[Idea]) -> dict[str, Any]:
    panels, sums = judged(ideas, person)
    told = answers.told(ideas, person)
    ahead = stages_ahead(ideas)
    return {
        "asked": list(dict.fromkeys(each.field.label for idea in ideas for each in told.get(idea.id, ()))),
        "told": {idea.id: {each.field.label: each for each in told.get(idea.id, ())} for idea in ideas},
        "panels": panels, "sums": sums, "owners": queries.owners_of(ideas),
        "ahead": ahead, "verdicts": words.verdicts(),
        "findings": queries.findings_seen(person, [(idea, stage.key) for idea in ideas if (stage := ahead[idea.id])]),
        "comments": discussion.beneath("idea", [idea.id for idea in ideas], person),
        "rubric": list({each.key: each.label for idea in ideas for each in panels[idea.id].criteria}.items()),
    }  # fmt: skip


def _numbers() -> list[int]:
    found_numbers = []
    for word in [each for given in request.args.getlist("ideas") for each in given.split(",")]:
        try:
            found_numbers.append(row_id(word))
        except ValueError:
            continue
    return found_numbers


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
    """Where each judged idea lies between effort and value, those with the most votes first."""
    known = []
    for idea in sorted(ideas, key=lambda idea: -idea.vote_count):
        value, effort = panels[idea.id].mean_of("value"), panels[idea.id].effort
        if value is not None and effort is not None:
            known.append((idea, value, effort))
    dots = scatter.placed((effort, value, idea.vote_count, idea.title) for idea, value, effort in known)
    return [
        {"idea": idea, "value": value, "effort": effort, "dot": dot}
        for (idea, value, effort), dot in zip(known, dots, strict=True)
    ]
