"""Writing studies: what they show, what they ask, whom they stand for."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.files import commands as files
from app.panels import queries
from app.panels.asking import check_item
from app.panels.commands.holding import hold
from app.panels.commands.passing import open_study
from app.panels.models import Concept, Item, Panel, Study
from app.panels.models.studies import DESIGNS, KINDS
from app.panels.queries.studies import MOST_ITEMS
from app.screening import commands as screening

MOST_CONCEPTS = 8
MOST_LEVELS = 60
LONGEST_TITLE = 160


def make_study(
    panel: Panel, *, kind: str, title: str, intro: str = "", design: str = "monadic", named: bool = False,
    shares_results: bool = True, opens_at: datetime, closes_at: datetime, seed: str = "", by: Person,
) -> Study:  # fmt: skip
    """Begin a study; nobody sees it until it is announced. Without a `seed` one is drawn.

    Raises Invalid for what is missing or out of order.
    """
    title = text.tidy(title)
    _check(kind, title, design, opens_at, closes_at)
    screening.pass_all_unheld({"title": title, "intro": intro}, by=by, space_id=panel.space_id)
    study = Study(
        panel_id=panel.id, panel=panel, kind=kind, title=title, intro=intro, intro_html=text.render(intro),
        design=design, named=named, shares_results=shares_results, seed=seed or secrets.token_hex(16), targets={},
        opens_at=opens_at, closes_at=closes_at, asked_count=0, answer_count=0, made_by_id=by.id, made_at=clock.now(),
    )  # fmt: skip
    db.session.add(study)
    db.session.flush()
    audit.log("panels.study_made", f"study:{study.id}", by=by, after={"kind": kind, "named": named, "design": design})
    return study


def add_concept(
    study: Study, *, name: str, body: str, tokens: Sequence[str] = (), alt: str = "", by: Person
) -> Concept:
    """Add something to judge, with at most one picture; raises Invalid."""
    _hold_draft(study)
    there, name = queries.concepts(study), text.tidy(name)
    if not 1 <= len(name) <= 80:
        raise Invalid({"name": _("Give the concept a name.")})
    if len(there) >= MOST_CONCEPTS:
        raise Invalid({"name": _("At most %(most)d concepts.", most=MOST_CONCEPTS)})
    _screen(study, by, name=name, body=body, alt=alt)
    chosen = files.choose(tokens[:1], by=by, scope="idea")
    if not body.strip() and not chosen.files:
        raise Invalid({"body": _("Show it, or say what it is.")})
    if any(not file.is_image for file in chosen.files):
        raise Invalid({"picture": _("This must be a picture.")})
    if not body.strip() and not alt.strip():
        raise Invalid({"alt": _("Say what it shows: members who do not see the picture judge by that.")})
    place = max((concept.position for concept in there), default=0) + 1
    made = Concept(study_id=study.id, position=place, name=name, body=body, body_html=text.render(body))
    db.session.add(made)
    db.session.flush()
    files.describe(chosen.files, {file.token: alt or name for file in chosen.files})
    files.hang(chosen, f"concept:{made.id}", by=by)
    return made


def remove_concept(concept: Concept, study: Study, *, by: Person) -> None:
    """Take a concept away again, with its picture."""
    _hold_draft(study)
    for file in queries.pictures([concept]).values():
        files.remove(file, by=by)
    db.session.delete(concept)
    db.session.flush()


def add_item(
    study: Study, *, kind: str, prompt: str, options: Sequence[str] = (), least: int = 0, most: int = 0,
    low_label: str = "", high_label: str = "", required: bool = True, per_concept: bool = False, section: str = "",
    by: Person | None = None,
) -> Item:  # fmt: skip
    """Add something to ask; raises Invalid for an item that nobody could answer, or that rules do not let pass."""
    _hold_draft(study)
    there = queries.items(study)
    if len(there) >= MOST_ITEMS:
        raise Invalid({"prompt": _("At most %(most)d questions.", most=MOST_ITEMS)})
    options = [said for option in options if (said := text.tidy(option))]
    prompt, section = text.tidy(prompt), text.tidy(section)[:80]
    least, most = check_item(kind, prompt, options, least, most)
    labels = {"low_label": low_label, "high_label": high_label, "section": section}
    _screen(study, by, prompt=prompt, options="\n".join(options), **labels)
    item = Item(
        study_id=study.id, position=max((each.position for each in there), default=0) + 1, section=section, kind=kind,
        prompt=prompt, options=options if kind in {"single", "multiple", "rank"} else [], least=least, most=most,
        low_label=text.tidy(low_label)[:60], high_label=text.tidy(high_label)[:60], required=required,
        per_concept=per_concept and study.kind == "concept",
    )  # fmt: skip
    db.session.add(item)
    db.session.flush()
    return item


def remove_item(item: Item, study: Study) -> None:
    """Take something that is asked away again."""
    _hold_draft(study)
    db.session.delete(item)
    db.session.flush()


def announce(study: Study, *, by: Person) -> None:
    """Let a study open on its date, at once if that has come; raises Invalid where it cannot be answered."""
    hold(study)
    if study.published_at is not None:
        return
    asked, shown = queries.items(study), queries.concepts(study)
    if not asked:
        raise Invalid({"items": _("Ask something first.")})
    if study.kind == "concept" and not (shown and any(item.per_concept for item in asked)):
        raise Invalid({"items": _("Add a concept, and something to ask about it.")})
    if study.closes_at <= max(clock.now(), study.opens_at):
        raise Invalid({"items": _("Its closing date has passed. Begin a new study.")})
    study.published_at = clock.now()
    audit.log("panels.study_announced", f"study:{study.id}", by=by, after={"items": len(asked), "concepts": len(shown)})
    if study.opens_at <= clock.now():
        open_study(study)


def set_targets(study: Study, targets: Mapping[str, Mapping[str, float]], *, by: Person) -> None:
    """Say what the population is made of, to weight by; an empty trait weights by nothing. Raises Invalid."""
    kept: dict[str, dict[str, float]] = {}
    for trait, levels in targets.items():
        if trait not in queries.TRAITS or len(levels) > MOST_LEVELS or any(not 0 <= n < 1e12 for n in levels.values()):
            raise Invalid({trait: _("Name each level with a number of 0 or more.")})
        if levels and not sum(levels.values()):
            raise Invalid({trait: _("At least one must be above 0.")})
        if levels:
            kept[trait] = dict(levels)
    before, study.targets = study.targets, kept
    audit.log("panels.targets_set", f"study:{study.id}", by=by, before=before, after=kept)


def _screen(study: Study, by: Person | None, **texts: str) -> None:
    """Nobody looks at a study before its members do, so that what a rule would hold is asked for in other words."""
    screening.pass_all_unheld(texts, by=by, space_id=study.panel.space_id)


def _hold_draft(study: Study) -> None:
    hold(study)
    if study.published_at is not None:
        raise Conflict(_("What was announced is not changed any more."))


def _check(kind: str, title: str, design: str, opens_at: datetime, closes_at: datetime) -> None:
    errors = {}
    if kind not in KINDS:
        errors["kind"] = _("Choose a poll or a concept test.")
    if not 3 <= len(title) <= LONGEST_TITLE:
        errors["title"] = _("Give the study a title of at most %(most)d characters.", most=LONGEST_TITLE)
    if design not in DESIGNS:
        errors["design"] = _("Choose one or all concepts for each member.")
    if closes_at <= opens_at:
        errors["closes_at"] = _("It must close after it opens.")
    elif closes_at <= clock.now():
        errors["closes_at"] = _("It must close in the future.")
    if errors:
        raise Invalid(errors)
