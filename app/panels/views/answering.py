"""A study as its members see it: what is shown, what is asked, and their own answer."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts.models import Person
from app.core.access import Invalid, ensure, found, refused
from app.panels import commands, policy, queries
from app.panels.forms import answer_form, given_in
from app.panels.forms.answering import SheetForm
from app.panels.models import Concept, Item, Sheet, Study
from app.panels.views.frame import Page, blueprint, study_of


@blueprint.get("/studies/<id:study_id>")
def study(study_id: int) -> Page:
    """The form to answer; for those who run it, what is being asked."""
    person, shown = study_of(study_id)
    sheet = queries.sheet_of(person, shown)
    ensure(True)
    if sheet is None:
        return redirect(f"{shown.url}/edit" if shown.state == "draft" else f"{shown.url}/results", 303)
    form = answer_form(commands.keys_of(queries.items(shown), sheet), sheet.answers)
    return _page(person, shown, sheet, form)


@blueprint.get("/studies/<id:study_id>/preview")
def preview(study_id: int) -> Page:
    """What members see, for those who run it, with every concept; nothing can be sent from it."""
    person, shown = study_of(study_id)
    ensure(policy.may_run(person, shown.panel))
    sheet = Sheet(study_id=shown.id, concept_ids=[concept.id for concept in queries.concepts(shown)], answers={})
    form = answer_form(commands.keys_of(queries.items(shown), sheet))
    return _page(person, shown, sheet, form, preview=True)


@blueprint.put("/studies/<id:study_id>/answer")
def answer(study_id: int) -> Page:
    """Hand in, or change what one handed in."""
    person, shown = study_of(study_id)
    sheet = queries.sheet_of(person, shown)
    ensure(policy.may_answer(person, shown, sheet))
    sheet = found(sheet)
    keys = commands.keys_of(queries.items(shown), sheet)
    form = answer_form(keys)
    try:
        if form.validate_on_submit():
            commands.answer(shown, sheet, given_in(form, keys), by=person)
            flash(_("Thank you. You can change your answer until it closes."))
            return redirect(shown.url, 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(person, shown, sheet, form), 422


def _page(person: Person, shown: Study, sheet: Sheet, form: SheetForm, *, preview: bool = False) -> str:
    concepts = {concept.id: concept for concept in queries.concepts(shown) if concept.id in sheet.concept_ids}
    may_answer = refused("", gate="preview") if preview else policy.may_answer(person, shown, sheet)
    parts = _parts(queries.items(shown), concepts, sheet)
    return render_template(
        "panels/study.html", preview=preview, study=shown, sheet=sheet, form=form, may_answer=may_answer,
        parts=parts, prompts=_prompts(parts), pictures=queries.pictures(concepts.values()),
        outcomes=queries.outcomes_of(shown), sees_results=bool(policy.may_see_results(person, shown, sheet)),
    )  # fmt: skip


def _parts(items: Any, concepts: Mapping[int, Concept], sheet: Sheet) -> list[dict[str, Any]]:
    """What the page shows, in order: each concept with what is asked about it, then the rest, by section."""
    about = [item for item in items if item.per_concept]
    parts = [
        {"concept": concepts[each], "sections": _sections(about, each)}
        for each in sheet.concept_ids
        if each in concepts
    ]
    rest = [item for item in items if not item.per_concept]
    return [*parts, {"concept": None, "sections": _sections(rest, None)}] if rest else parts


def _prompts(parts: list[dict[str, Any]]) -> dict[str, str]:
    """By field what it asks, and of which concept: a fault says no more than that an answer is missing."""
    return {
        f"{key}.0" if item.kind == "rank" else key: f"{item.prompt} ({concept.name})" if concept else item.prompt
        for concept, sections in ((part["concept"], part["sections"]) for part in parts)
        for _section, asked in sections
        for key, item in asked
    }


def _sections(items: list[Item], concept_id: int | None) -> list[tuple[str, list[tuple[str, Item]]]]:
    return [
        (section, [(item.key(concept_id), item) for item in group])
        for section, group in groupby(items, key=lambda item: item.section)
    ]
