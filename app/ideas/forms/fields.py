"""The fields of a challenge's form, as part of the form that writes or changes an idea."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar, cast

from flask_babel import gettext as _
from wtforms import Field as Input
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.access import Invalid
from app.core.forms import RefusableForm
from app.ideas import queries
from app.ideas.fields import Definition, Field, checked

FEW = 6
CURRENCY = ".currency"
NO_CHECK: dict[str, Any] = {"validate_choice": False}


class Needed:
    """Marks a field that needs an answer; whether there is one says `checked`."""

    field_flags: ClassVar[dict[str, Any]] = {"required": True}

    def __call__(self, _form: object, _field: object) -> None:
        """Let everything pass."""


class GuidedForm(RefusableForm):
    """A form with the fields of a challenge; `kept_answers` are those that an idea has, where it is changed."""

    form_version = HiddenField()
    definition: ClassVar[Definition] = Definition()
    kept_answers: Mapping[str, Any] | None = None

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        if self.definition.title and "title" in self:
            self["title"].description = self.definition.title
        if self.definition.body and "body" in self:
            self["body"].label.text = self.definition.body

    @property
    def answers(self) -> dict[str, Any]:
        """What was typed in, by the key of the field."""
        return {field.key: self._typed(field) for field in self.definition.asked}

    @property
    def is_outdated(self) -> bool:
        """Whether it was filled in by a form that has been changed since."""
        return (self.form_version.data or "0") != str(self.definition.version)

    @property
    def errors(self) -> dict[str | None, Any]:
        """What is wrong, by field; what is wrong with an answer says with which."""
        labels = {field.name: field.label for field in self.definition.asked}
        found = super().errors.items()
        return {n: [f"“{labels[n]}”: {each}" for each in said] if n in labels else said for n, said in found}

    def show_version(self) -> None:
        """Say from now on that it is filled in by the form as it is now."""
        self.form_version.data = str(self.definition.version)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be handed on; what is wrong with the answers stands on their fields."""
        valid = bool(super().validate(extra_validators))
        try:
            people = queries.people_in(self.definition.fields, self.answers)
            checked(self.definition.fields, self.answers, people=people, kept=self.kept_answers)
        except Invalid as refusal:
            self.refuse(refusal)
            return False
        return valid

    def refuse(self, refusal: Invalid) -> None:
        """Put each sentence on its field once, also where both the form and the command say it."""
        said = {
            name: words for name, words in refusal.errors.items() if name not in self or words not in self[name].errors
        }
        super().refuse(Invalid(said))

    def _typed(self, field: Field) -> Any:
        said = self[field.name].data
        if field.kind == "money":
            return {"amount": said or "", "currency": self[field.name + CURRENCY].data or ""}
        return said


T = TypeVar("T", bound=GuidedForm)


def guided(base: type[T], definition: Definition) -> type[T]:
    """A form class with the fields of a challenge beside its own."""
    inputs: dict[str, Any] = {"definition": definition}
    for field in definition.asked:
        inputs |= _inputs(field)
    return cast("type[T]", type(base.__name__, (base,), inputs))


def filled(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Typed answers as the data that such a form begins with."""
    data: dict[str, Any] = {"form_version": str(definition.version)}
    for field in definition.asked:
        said = answers.get(field.key)
        if field.kind == "money" and isinstance(said, Mapping):
            data |= {field.name: said["amount"], field.name + CURRENCY: said["currency"]}
        elif field.kind == "yes":
            data[field.name] = {True: "yes", False: "no"}.get(said, "")  # type: ignore[arg-type]
        elif said is not None:
            data[field.name] = said if isinstance(said, list) else str(said)
    return data


def _inputs(field: Field) -> dict[str, Input]:
    marks = [Needed()] if field.required else []
    plain: dict[str, Any] = {"label": field.label, "validators": marks, "description": field.help}
    if field.kind in {"choice", "choices", "yes"}:
        return {field.name: _choosing(field, plain)}
    if field.kind == "long":
        return {field.name: TextAreaField(**plain, render_kw={"maxlength": field.limit})}
    looks: dict[str, dict[str, Any]] = {
        "text": {"maxlength": field.limit}, "link": {"type": "url", "inputmode": "url", "placeholder": "https://"},
        "number": {"inputmode": "decimal", "autocomplete": "off"},
        "money": {"inputmode": "decimal", "autocomplete": "off"},
        "date": {"type": "date"}, "person": {"placeholder": "@", "autocomplete": "off", "maxlength": 61},
    }  # fmt: skip
    made: dict[str, Input] = {field.name: StringField(**plain, render_kw=looks[field.kind])}
    if field.kind == "money":
        look = {"maxlength": 3, "autocomplete": "off", "size": 4}
        made[field.name + CURRENCY] = StringField(_("Currency"), default=field.currency, render_kw=look)
    return made


def _choosing(field: Field, plain: dict[str, Any]) -> Input:
    if field.kind == "yes":
        options = [SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]
    else:
        options = [SelectChoice(option, option) for option in field.options]
    if field.kind == "choices":
        boxes: dict[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
        return SelectMultipleField(**plain, choices=options, **boxes, **NO_CHECK)
    if len(options) > FEW:
        return SelectField(**plain, choices=[SelectChoice("", _("Choose")), *options], **NO_CHECK)
    none = [] if field.required else [SelectChoice("", _("No answer"))]
    return RadioField(**plain, choices=[*options, *none], default=None if field.required else "", **NO_CHECK)
