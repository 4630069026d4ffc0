"""Reading gates: what stands before a stage, and how far ideas are from passing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core import clock
from app.extensions import db
from app.ideas import gates, panel
from app.ideas.gates import Facts, Finding
from app.ideas.models import Challenge, Gate, Idea, Review, Tick, Waiver
from app.ideas.queries.projects import owners_of
from app.ideas.queries.returns import ledger_sums
from app.ideas.queries.reviewing import hidden_from
from app.ideas.sums import Sums

# What a gate says of these comes from reviews.
JUDGED = frozenset({"reviews", "mean", "criterion", "agreement"})


def gates_set(scope: str) -> dict[str, list[dict[str, Any]]]:
    """The criteria that were set for a space or a challenge, by stage."""
    return {gate.stage: gate.criteria for gate in db.session.scalars(select(Gate).where(Gate.scope == scope))}


def is_gated(space_id: int, stage: str) -> bool:
    """Whether a gate is before this stage for any idea of the space."""
    of_challenges = select(Challenge.id).where(Challenge.space_id == space_id)
    scopes = [f"space:{space_id}", *(f"challenge:{number}" for number in db.session.scalars(of_challenges))]
    set_here = db.session.scalars(select(Gate).where(Gate.stage == stage, Gate.scope.in_(scopes)))
    return any(gate.criteria for gate in set_here)


def scopes_of(challenge: Challenge) -> tuple[str, str]:
    """Whose criteria an idea must meet: its space's, and its challenge's beside them."""
    return f"space:{challenge.space_id}", f"challenge:{challenge.id}"


def findings(idea: Idea, stage: str) -> list[Finding]:
    """What stands before a stage, at one idea."""
    return findings_of([(idea, stage)])[idea.id]


def findings_of(pairs: Iterable[tuple[Idea, str]]) -> dict[int, list[Finding]]:
    """What stands before a stage at many ideas, each with the stage it might enter; a fixed number of queries."""
    wanted = list(pairs)
    criteria = _criteria(wanted)
    gated = [idea for idea, _stage in wanted if criteria[idea.id]]
    facts, waivers = facts_of(gated), _waivers([idea.id for idea in gated])
    ids = {each["person_id"] for asked in criteria.values() for each in asked if each.get("person_id")}
    names = {person.id: person.name for person in accounts.by_ids(ids).values()}
    return {
        idea.id: gates.judge(
            criteria[idea.id], facts.get(idea.id, Facts()), names, waivers.get((idea.id, stage), {}),
            {each["key"]: each["name"] for each in idea.challenge.rubric},
        )
        for idea, stage in wanted
    }  # fmt: skip


def findings_seen(reader: Person | None, pairs: Iterable[tuple[Idea, str]]) -> dict[int, list[Finding]]:
    """The same as one person may read it: nothing of reviews to whoever has not filed their own."""
    wanted = list(pairs)
    hidden = hidden_from(reader, [idea for idea, _stage in wanted])
    said = _("you read this once your review is filed")
    return {
        key: [
            replace(each, says=said, is_met=False, is_hidden=True) if key in hidden and each.type in JUDGED else each
            for each in found
        ]
        for key, found in findings_of(wanted).items()
    }


def facts_of(ideas: Sequence[Idea]) -> dict[int, Facts]:
    """What gates ask of ideas, as it is now."""
    ids = [idea.id for idea in ideas]
    if not ids:
        return {}
    filed, sums, ticks, owners = _reviews(ideas), ledger_sums(idea_ids=ids), _ticks(ids), owners_of(ideas)
    found = {}
    for idea in ideas:
        judged = panel.convene(idea, filed.get(idea.id, []))
        found[idea.id] = Facts(
            votes=idea.vote_count, reviews=idea.review_count, mean=judged.summary.mean,
            means={each.key: each.mean for each in judged.criteria}, verdict=judged.summary.verdict,
            days=(clock.now() - idea.submitted_at).days, has_owner=idea.id in owners,
            has_forecast=_has_forecast(sums.get(idea.id, {})), ticked_by=ticks.get(idea.id, {}),
        )  # fmt: skip
    return found


def waivers_of(idea: Idea) -> Sequence[Waiver]:
    """What was waived for an idea, oldest first."""
    return db.session.scalars(select(Waiver).where(Waiver.idea_id == idea.id).order_by(Waiver.id)).all()


def waiver(idea: Idea, stage: str, criterion: str) -> Waiver | None:
    """One waiver that stands."""
    asked = (Waiver.idea_id == idea.id, Waiver.stage == stage, Waiver.criterion == criterion)
    return db.session.scalar(select(Waiver).where(*asked))


def tick(idea: Idea, criterion: str) -> Tick | None:
    """One tick that stands."""
    return db.session.scalar(select(Tick).where(Tick.idea_id == idea.id, Tick.criterion == criterion))


def _criteria(pairs: Sequence[tuple[Idea, str]]) -> dict[int, list[dict[str, Any]]]:
    scopes = {scope for idea, _stage in pairs for scope in scopes_of(idea.challenge)}
    known: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for gate in db.session.scalars(select(Gate).where(Gate.scope.in_(scopes))) if scopes else ():
        known[gate.scope, gate.stage] = gate.criteria
    return {
        idea.id: [each for scope in scopes_of(idea.challenge) for each in known.get((scope, stage), [])]
        for idea, stage in pairs
    }


def _waivers(ids: Sequence[int]) -> dict[tuple[int, str], dict[str, Waiver]]:
    found: dict[tuple[int, str], dict[str, Waiver]] = defaultdict(dict)
    if ids:
        for each in db.session.scalars(select(Waiver).where(Waiver.idea_id.in_(ids))):
            found[each.idea_id, each.stage][each.criterion] = each
    return found


def _reviews(ideas: Sequence[Idea]) -> dict[int, list[Review]]:
    """What the experts filed, whoever asks; of reviews that are held back until all are in, nothing is known yet."""
    released = [idea.id for idea in ideas if not idea.holds_reviews]
    found: dict[int, list[Review]] = defaultdict(list)
    for each in db.session.scalars(select(Review).where(Review.idea_id.in_(released)).order_by(Review.id)):
        found[each.idea_id].append(each)
    return found


def _ticks(ids: Sequence[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for each in db.session.scalars(select(Tick).where(Tick.idea_id.in_(ids))):
        found[each.idea_id][each.criterion] = each.ticked_by_id
    return found


def _has_forecast(sums: Mapping[str, Sums]) -> bool:
    return any(each.forecast_cost > 0 and each.forecast_benefit > 0 for each in sums.values())
