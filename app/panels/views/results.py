"""Results, their rows, what they are weighted by, and what they changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, transaction
from app.core.access import Invalid, ensure
from app.core.sheet import sheet
from app.panels import commands, policy, queries
from app.panels.figures import SMALLEST_CELL
from app.panels.forms import OutcomeForm, TargetsForm
from app.panels.models import Item, Sheet, Study
from app.panels.views.frame import Page, blueprint, study_of


@blueprint.get("/studies/<id:study_id>/results")
def results(study_id: int) -> Page:
    """What came in, weighted beside unweighted."""
    person, study = study_of(study_id)
    ensure(policy.may_see_results(person, study, queries.sheet_of(person, study)))
    return _page(person, study)


@blueprint.get("/studies/<id:study_id>/results.csv")
def rows(study_id: int) -> Response:
    """One line a sheet, under its code or, where the study says so, under its member's name."""
    person, study = study_of(study_id)
    ensure(policy.may_run(person, study.panel))
    columns, lines = _table(study)
    drawn = sheet(f"study-{study.id}.csv", columns, lines)
    with transaction.unit():  # the reading is over, so that only this line is written
        taken = {"answers": len(lines), "named": study.named}
        audit.log("panels.results_exported", f"study:{study.id}", by=person, after=taken)
    return drawn


@blueprint.put("/studies/<id:study_id>/targets")
def set_targets(study_id: int) -> Page:
    """Say what the population is made of."""
    person, study = study_of(study_id)
    ensure(policy.may_run(person, study.panel))
    form = TargetsForm()
    try:
        if form.validate_on_submit():
            commands.set_targets(study, form.targets, by=person)
            flash(_("The weights are reckoned anew."))
            return redirect(f"{study.url}/results#weights", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(person, study, targets=form), 422


@blueprint.post("/studies/<id:study_id>/outcomes")
def tell_outcome(study_id: int) -> Page:
    """Tell those who answered what it changed."""
    person, study = study_of(study_id)
    ensure(policy.may_tell_outcomes(person, study))
    form = OutcomeForm()
    try:
        if form.validate_on_submit():
            words = {"body": form.body.data or "", "url": form.url.data or ""}
            commands.tell_outcome(study, decided_on=form.decided_on.data, by=person, **words)
            flash(_("Those who answered are told."))
            return redirect(f"{study.url}/results#outcomes", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(person, study, outcome=form), 422


def _page(
    person: Person, study: Study, *, targets: TargetsForm | None = None, outcome: OutcomeForm | None = None
) -> str:
    team = queries.runs_panel(person, study.panel)
    report = queries.report(study, team=team)
    return render_template(
        "panels/results.html", study=study, report=report, team=team, outcomes=queries.outcomes_of(study),
        pictures=queries.pictures(report.concepts.values()) if team else {},
        targets_form=(targets or _targets_form(study)) if team else None,
        outcome_form=(outcome or OutcomeForm(formdata=None)) if team else None,
    )  # fmt: skip


def _targets_form(study: Study) -> TargetsForm:
    """Filled with what is set, else with what the CRM counts."""
    known = {
        trait: study.targets.get(trait) or ({} if study.targets else queries.counts(trait)) for trait in queries.TRAITS
    }
    lines = {
        trait: "\n".join(f"{level}: {number:g}" for level, number in levels.items()) for trait, levels in known.items()
    }
    if not study.targets:
        lines["kind"] = ""
    return TargetsForm(formdata=None, data=lines)


def _table(study: Study) -> tuple[list[str], list[list[Any]]]:
    """The columns and the rows; cells and weights that few of a study without names have are left out."""
    sheets = [each for each in queries.asked(study) if each.answered_at is not None]
    names, fitted = queries.names_of(study, sheets), queries.weights_of(study, sheets)
    weights = fitted.values if fitted else [1.0] * len(sheets)
    concepts = {concept.id: concept.name for concept in queries.concepts(study)}
    asked = list(_columns(queries.items(study), concepts))
    traits = [(each.cell, round(weight, 6)) for each, weight in zip(sheets, weights, strict=True)]
    told = [True] * len(traits) if study.named else _common(traits)
    lines = [
        [
            names.get(each.id) or each.code(study.seed),
            cell if shown else "",
            ", ".join(concepts.get(concept, "") for concept in each.concept_ids),
            weight if shown or fitted is None else "",
            *(_cell(each, item, key) for _label, item, key in asked),
        ]
        for each, (cell, weight), shown in zip(sheets, traits, told, strict=True)
    ]
    columns = [
        "member" if study.named else "code",
        "cell",
        "concepts",
        "weight",
        *(label for label, _item, _key in asked),
    ]
    return columns, lines


def _common(traits: Sequence[tuple[str, float]]) -> list[bool]:
    """Whether what tells one row from others may be told: enough rows have the same, or it would name their members.

    Where few rows are left without it, none has it, since to be without it would tell as much.
    """
    sizes = Counter(traits)
    told = [sizes[each] >= SMALLEST_CELL for each in traits]
    return told if all(told) or told.count(False) >= SMALLEST_CELL else [False] * len(told)


def _columns(items: Any, concepts: dict[int, str]) -> Iterator[tuple[str, Item, str]]:
    for item in items:
        if item.per_concept:
            yield from ((f"{name}: {item.prompt}", item, item.key(concept)) for concept, name in concepts.items())
        else:
            yield item.prompt, item, item.key()


def _cell(each: Sheet, item: Item, key: str) -> str | int | None:
    if key not in each.answers:
        return None
    said = each.answers[key]
    if item.kind == "text":
        return _("(held back by a rule)") if key in each.withheld else str(said)
    if item.kind == "scale":
        return int(said)
    places = said if isinstance(said, list) else [said]
    return (" > " if item.kind == "rank" else "; ").join(str(item.options[place]) for place in places)
