"""A sheet as a form, made of what it asks: plain radios, boxes, numbers and text, so that it works without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import Field, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.access import Invalid
from app.core.forms import RefusableForm
from app.panels.asking import LONGEST_TEXT
from app.panels.models import Item


class SheetForm(RefusableForm):
    """A sheet; a rank has one field an option, named after its key and the option's place."""

    def refuse(self, refusal: Invalid) -> None:
        """Put what is wrong with a rank on its first field."""
        super().refuse(Invalid({self._field_of(key): said for key, said in refusal.errors.items()}))

    def _field_of(self, key: str) -> str:
        return f"{key}.0" if key not in self and f"{key}.0" in self else key


def answer_form(keys: Mapping[str, Item], answers: Mapping[str, Any] | None = None) -> SheetForm:
    """A form for what a sheet asks, filled with what was answered."""
    fields: dict[str, Any] = {}
    known: dict[str, Any] = {}
    for key, item in keys.items():
        fields |= _fields(key, item)
        if answers and key in answers:
            known |= _shown(key, item, answers[key])
    form: SheetForm = type("AnswerForm", (SheetForm,), fields)(data=known)
    return form


def given_in(form: SheetForm, keys: Mapping[str, Item]) -> dict[str, Any]:
    """What was typed in, as the command takes it; half a rank stays half, for the command to refuse."""
    found = {key: READERS[item.kind](form, key, item) for key, item in keys.items()}
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _fields(key: str, item: Item) -> dict[str, Any]:
    choices = [SelectChoice(str(place), str(label)) for place, label in enumerate(item.options)]
    if item.kind == "single":
        return {key: RadioField(item.prompt, [Optional()], choices=choices)}
    if item.kind == "multiple":
        looks: Any = {"option_widget": CheckboxInput(), "widget": ListWidget(prefix_label=False)}
        return {key: SelectMultipleField(item.prompt, [Optional()], choices=choices, **looks)}
    if item.kind == "scale":
        points = [SelectChoice(str(value), str(value)) for value in range(item.least, item.most + 1)]
        return {key: RadioField(item.prompt, [Optional()], choices=points)}
    if item.kind == "rank":
        places = [SelectChoice("", "–"), *(SelectChoice(str(n), str(n)) for n in range(1, len(item.options) + 1))]
        return {
            f"{key}.{place}": SelectField(label, [Optional()], choices=places)
            for place, label in enumerate(item.options)
        }
    return {key: TextAreaField(item.prompt, [Optional()], render_kw={"maxlength": LONGEST_TEXT, "rows": 4})}


def _shown(key: str, item: Item, said: Any) -> dict[str, Any]:
    if item.kind == "rank":
        return {f"{key}.{place}": str(rank) for rank, place in enumerate(said, start=1)}
    if item.kind == "multiple":
        return {key: [str(place) for place in said]}
    return {key: str(said)}


def _number(form: SheetForm, key: str, _item: Item) -> int | None:
    said = _field(form, key).data
    return int(said) if said not in (None, "", "None") else None


def _numbers(form: SheetForm, key: str, _item: Item) -> list[int]:
    return [int(place) for place in _field(form, key).data or ()]


def _ranks(form: SheetForm, key: str, item: Item) -> list[int]:
    """The options by the numbers given them; with a number missing or given twice, a list that is no ranking."""
    given = {place: _field(form, f"{key}.{place}").data for place in range(len(item.options))}
    numbers = {place: int(said) for place, said in given.items() if said}
    if len(set(numbers.values())) != len(numbers):
        return [next(iter(numbers))] * 2
    return sorted(numbers, key=lambda place: numbers[place])


def _words(form: SheetForm, key: str, _item: Item) -> str:
    return _field(form, key).data or ""


def _field(form: SheetForm, key: str) -> Field:
    found: Field = form[key]
    return found


READERS = {"single": _number, "scale": _number, "multiple": _numbers, "rank": _ranks, "text": _words}
