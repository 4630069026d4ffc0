"""What came in to a study, as those may see it who ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from app.accounts import queries as accounts
from app.extensions import db
from app.panels import figures, weighting
from app.panels.figures import Asked, Contrast, Said, Tally
from app.panels.models import Concept, Item, Member, Sheet, Study
from app.panels.queries.population import TRAITS
from app.panels.queries.studies import asked, concepts, items
from app.panels.weighting import Weights


@dataclass(frozen=True)
class Response:
    """How many of one cell were invited to the panel, told, joined, asked in the study, and answered."""

    cell: str
    invited: int = 0
    delivered: int = 0
    accepted: int = 0
    asked: int = 0
    answered: int = 0
    whole: bool = False

    @property
    def rate(self) -> float | None:
        """The share of those asked who answered, 0 to 1; None where nobody was asked."""
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True)
class Level:
    """One level of what is weighted by: its share among the answers, in the population, and weighted."""

    trait: str
    name: str
    count: int
    share: float
    target: float
    weighted: float
    weight: float


@dataclass(frozen=True)
class Found:
    """One thing that was asked: of a concept test, once for each concept, with how they compare."""

    item: Item
    tallies: list[tuple[Concept | None, Tally]]
    contrasts: list[Contrast] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """All of it; `weights` is None where no target is set, `responses` is empty for those who do not run it."""

    study: Study
    n: int
    found: list[Found]
    concepts: dict[int, Concept]
    weights: Weights | None
    levels: list[Level]
    responses: list[Response]
    team: bool


def report(study: Study, *, team: bool) -> Report:
    """What came in; for those who do not run it, without texts, small counts and the rates of cells."""
    sheets = [sheet for sheet in asked(study) if sheet.answered_at is not None]
    weights = weights_of(study, sheets)
    said = _said(study, sheets, weights)
    shown = {concept.id: concept for concept in concepts(study)}
    found = [_found(item, shown, said, team=team) for item in items(study)]
    return Report(
        study=study, n=len(sheets), found=found, concepts=shown, weights=weights,
        levels=_levels(study, sheets, weights) if team and weights else [],
        responses=responses(study) if team else [], team=team,
    )  # fmt: skip


def responses(study: Study) -> list[Response]:
    """Invited, told, joined, asked and answered by cell, the whole last; two queries."""
    at_hand = [Member.panel_id == study.panel_id]
    counted = select(Member.cell, func.count(), func.count(Member.delivered_at), func.count(Member.joined_at))
    if study.closed_at is not None:
        at_hand.append(Member.invited_at <= study.closed_at)
    rows = _by_cell(counted.where(*at_hand).group_by(Member.cell))
    mine = select(Sheet.cell, func.count(), func.count(Sheet.answered_at)).where(Sheet.study_id == study.id)
    given = _by_cell(mine.group_by(Sheet.cell))
    cells = [Response(cell, *rows.get(cell, (0, 0, 0)), *given.get(cell, (0, 0))) for cell in sorted({*rows, *given})]
    names = ("invited", "delivered", "accepted", "asked", "answered")
    sums = {name: sum(getattr(cell, name) for cell in cells) for name in names}
    return [*cells, Response("", **sums, whole=True)]


def names_of(study: Study, sheets: Sequence[Sheet]) -> dict[int, str]:
    """Who each sheet is by, where the study names them."""
    if not study.named:
        return {}
    people = accounts.by_ids(sheet.person_id for sheet in sheets if sheet.person_id is not None)
    return {sheet.id: people[sheet.person_id].name for sheet in sheets if sheet.person_id in people}


def asked_of(item: Item, concept: Concept | None) -> Asked:
    """An item as the figures take it."""
    scale = range(item.least, item.most + 1) if item.kind == "scale" else ()
    options = tuple(str(value) for value in scale) if item.kind == "scale" else tuple(map(str, item.options))
    return Asked(item.kind, item.prompt, options, item.key(concept.id if concept else None), tuple(map(float, scale)))


def weights_of(study: Study, sheets: Sequence[Sheet]) -> Weights | None:
    """What these sheets weigh, in their order; None where no target is set."""
    targets = {trait: levels for trait, levels in study.targets.items() if levels}
    return weighting.rake([sheet.traits for sheet in sheets], targets) if targets and sheets else None


def _by_cell(query: Any) -> dict[str, list[int]]:
    return {str(row[0]): [int(count) for count in row[1:]] for row in db.session.execute(query)}


def _said(study: Study, sheets: Sequence[Sheet], weights: Weights | None) -> list[Said]:
    values = weights.values if weights else [1.0] * len(sheets)
    names = names_of(study, sheets)
    return [
        Said(sheet.answers, sheet.concept_ids, weight, names.get(sheet.id) or sheet.code(study.seed), sheet.withheld)
        for sheet, weight in zip(sheets, values, strict=True)
    ]


def _found(item: Item, shown: dict[int, Concept], said: Sequence[Said], *, team: bool) -> Found:
    each: list[Concept | None] = [*shown.values()] if item.per_concept and shown else [None]
    tallies = [(concept, figures.tally(asked_of(item, concept), said)) for concept in each]
    if not team:
        tallies = [(concept, figures.hide_small(found)) for concept, found in tallies]
    enough = {
        c.id: item.key(c.id) for c, found in tallies if c is not None and (found.n >= figures.SMALLEST_CELL or team)
    }
    compared = figures.contrasts(enough, said) if item.kind == "scale" and item.per_concept else []
    return Found(item, tallies, compared)


def _levels(study: Study, sheets: Sequence[Sheet], weights: Weights) -> list[Level]:
    rows, found = [sheet.traits for sheet in sheets], []
    for trait in (each for each in TRAITS if study.targets.get(each)):
        targets, whole = study.targets[trait], sum(study.targets[trait].values())
        plain, heavy = (weighting.shares(rows, trait, values) for values in ([1.0] * len(rows), weights.values))
        sums: dict[str, list[float]] = defaultdict(list)
        for row, weight in zip(rows, weights.values, strict=True):
            sums[row.get(trait, "")].append(weight)
        for name in sorted({*targets, *plain}):
            mine = sums.get(name, [])
            found.append(
                Level(
                    trait, name, len(mine), plain.get(name, 0.0), targets.get(name, 0.0) / whole if whole else 0.0,
                    heavy.get(name, 0.0), sum(mine) / len(mine) if mine else 0.0,
                )
            )  # fmt: skip
    return found
