"""Handing in a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import update

from app.accounts.models import Person
from app.core import clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.discussion import commands as discussion
from app.extensions import db
from app.panels import queries
from app.panels.asking import cleaned
from app.panels.commands.holding import hold
from app.panels.events import AnswerGiven
from app.panels.models import Item, Sheet, Study
from app.screening import commands as screening


def answer(study: Study, sheet: Sheet, given: Mapping[str, Any], *, by: Person) -> None:
    """Hand in a sheet, or change it until the study closes; `given` holds an answer for each key that `keys_of` names.

    Raises Invalid, by key, for what is missing or does not fit; Conflict when the study closed meanwhile. A text that a
    rule holds back is kept, and shown to nobody.
    """
    hold(sheet)
    if not study.is_open or sheet.person_id != by.id:
        raise Conflict(_("This study takes no answers now."))
    keys = keys_of(queries.items(study), sheet)
    if unknown := set(given) - set(keys):
        raise Invalid(dict.fromkeys(sorted(unknown), _("This study asks no such thing.")))
    sheet.answers, sheet.withheld = _taken(keys, given, study.panel.space_id, by)
    _hand_in(study, sheet, by)
    discussion.end_draft(f"study:{study.id}", by=by)


def keys_of(items: Any, sheet: Sheet) -> dict[str, Item]:
    """What a sheet asks, by the key of its answer: of each concept that it shows, then once."""
    about = {item.key(concept): item for concept in sheet.concept_ids for item in items if item.per_concept}
    return about | {item.key(): item for item in items if not item.per_concept}


def _taken(
    keys: Mapping[str, Item], given: Mapping[str, Any], space_id: int, by: Person
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    answers: dict[str, Any] = {}
    withheld: dict[str, list[str]] = {}
    errors: dict[str, str] = {}
    for key, item in keys.items():
        try:
            said = cleaned(item, given.get(key))
            if said is None and item.required:
                errors[key] = _("This one needs an answer.")
            elif said is not None:
                answers[key] = said
                if item.kind == "text" and (rules := _rules_that_hold(said, key, space_id, by)):
                    withheld[key] = rules
        except ValueError as fault:
            errors[key] = str(fault)
        except Invalid as refusal:
            errors |= refusal.errors
    if errors:
        raise Invalid(errors)
    return answers, withheld


def _hand_in(study: Study, sheet: Sheet, by: Person) -> None:
    sheet.changed_at = clock.now()
    if sheet.answered_at is not None:
        return
    sheet.answered_at = sheet.changed_at
    counted = {"answer_count": Study.answer_count + 1}
    db.session.execute(update(Study).where(Study.id == study.id).values(**counted))
    given = AnswerGiven(panel_id=study.panel_id, study_id=study.id, person_id=by.id)
    record(given, by=by, space_id=study.panel.space_id)


def _rules_that_hold(said: str, key: str, space_id: int, by: Person) -> list[str]:
    return screening.pass_or_raise(said, key, scope="comment", by=by, space_id=space_id, posts=False)
