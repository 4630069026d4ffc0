"""The form of a quiz, made of the questions that were drawn; and of judging what was written in one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import RefusableForm
from app.training.commands.attempts import LONGEST_TEXT
from app.training.models import Attempt, QuizItem


class Boxes(SelectMultipleField):
    """Several choices, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RanksField(Field):
    """Choices to put in order: each has a list of places, so that it works without script and by keyboard.

    `data` are the places of the choices as shown, in the order they were given, or None while they have none; `ranks`
    what was chosen for each, which comes back as it was.
    """

    def __init__(self, label: Any, choices: Sequence[str], **options: Any) -> None:
        super().__init__(label, **options)
        self.choices = list(choices)
        self.ranks: list[int] = []
        self.data: list[int] | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the rank of each choice, in the order shown."""
        self.ranks = [int(value) if value.isdecimal() and len(value) < 4 else 0 for value in valuelist]
        if sorted(self.ranks) == list(range(1, len(self.choices) + 1)):
            self.data = sorted(range(len(self.choices)), key=self.ranks.__getitem__)

    def pre_validate(self, form: Any) -> None:
        """Each choice has its own place."""
        if self.data is None:
            raise ValidationError(str(_("Give each its own place.")))


def quiz_form(attempt: Attempt, items: Sequence[QuizItem]) -> FlaskForm:
    """The form of an attempt: one field a question, its choices by their place in the order shown."""
    fields = {f"item-{item.id}": _question(attempt, item) for item in items}
    return type("QuizForm", (FlaskForm,), {**fields, "next": HiddenField()})()


def answers_of(form: FlaskForm, items: Sequence[QuizItem]) -> dict[int, list[int] | str]:
    """What was chosen or written, by question, as the command takes it."""
    given = {item.id: form[f"item-{item.id}"].data for item in items}
    return {item_id: data if isinstance(data, list | str) else [data] for item_id, data in given.items()}


def judging_form(items: Sequence[QuizItem]) -> RefusableForm:
    """The form of a judge: a verdict and a remark for each written answer."""
    fields: dict[str, Any] = {}
    for item in items:
        choices = [SelectChoice("1", _("Right")), SelectChoice("0", _("Not right"))]
        fields[f"right-{item.id}"] = RadioField(
            _("Is it right?"), [InputRequired(_("Say whether it is right."))], choices=choices
        )
        fields[f"remark-{item.id}"] = StringField(
            _("A word to whoever wrote it"), [Length(max=1000)], description=_("Needed where it is not right.")
        )
    form: RefusableForm = type("JudgingForm", (RefusableForm,), fields)()
    return form


def verdicts_of(form: RefusableForm, items: Sequence[QuizItem]) -> dict[int, tuple[bool, str]]:
    """What was judged, as the command takes it."""
    return {
        item.id: (form[f"right-{item.id}"].data == "1", form[f"remark-{item.id}"].data or "")
        for item in items
        if form[f"right-{item.id}"].data in {"0", "1"}
    }


def _question(attempt: Attempt, item: QuizItem) -> Field | RadioField | Boxes | TextAreaField:
    if item.kind == "text":
        needed = [InputRequired(_("Write an answer.")), Length(max=LONGEST_TEXT)]
        return TextAreaField(item.prompt, needed, description=_("A person reads and judges it."))
    shown = [item.choices[original] for original in attempt.orders[item.id]]
    if item.kind == "order":
        return RanksField(item.prompt, shown, description=_("Give each its place, beginning with 1."))
    choices = [SelectChoice(str(place), words) for place, words in enumerate(shown)]
    kind = Boxes if item.multiple else RadioField
    hint = _("Choose all that are right.") if item.multiple else ""
    return kind(item.prompt, [InputRequired(_("Choose an answer."))], choices=choices, coerce=int, description=hint)
