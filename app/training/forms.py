"""What may be typed in on the pages of training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.accounts.models import Person
from app.core.forms import RefusableForm
from app.core.text import LONGEST
from app.training.commands.guidelines import MOST_GRACE_DAYS
from app.training.models import Attempt, QuizItem


class AcceptanceForm(FlaskForm):
    """That one read the guidelines."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    read = BooleanField(_("I have read them and will keep to them"), [InputRequired(_("Tick this once you have."))])
    next = HiddenField()


class GuidelineForm(RefusableForm):
    """A new version of the guidelines."""

    summary = StringField(_("What is new, in a sentence"), [InputRequired(_("Say what is new.")), Length(max=300)])
    body = TextAreaField(_("Guidelines"), [InputRequired(_("Write the guidelines first.")), Length(max=LONGEST)])
    major = BooleanField(
        _("Everybody must accept this version before they answer again"), default=True,
        description=_("Leave it out for corrected spelling and the like."),
    )  # fmt: skip
    grace_days = IntegerField(
        _("Days of grace"), [Optional(), NumberRange(0, MOST_GRACE_DAYS)], default=0,
        description=_("How long people may go on before they have accepted it; 0 for at once."),
    )  # fmt: skip
    recertify = BooleanField(
        _("Everybody must be certified again"),
        description=_("Certificates that let somebody answer, review or verify end when the grace does."),
    )


class PairForm(FlaskForm):
    """A novice and the mentor they get."""

    novice = SelectField(_("Novice"))
    mentor = SelectField(_("Mentor"))

    def offer(self, novices: Sequence[Person], mentors: Sequence[Person]) -> Self:
        """Offer these people to choose from."""
        self.novice.choices = [SelectChoice(person.handle, person.name) for person in novices]
        self.mentor.choices = [SelectChoice(person.handle, person.name) for person in mentors]
        return self


class RevocationForm(FlaskForm):
    """Why a certificate is taken back."""

    reason = StringField(_("Why it is taken back"), [InputRequired(_("Say why it is taken back.")), Length(max=500)])


class Boxes(SelectMultipleField):
    """Several choices, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def quiz_form(attempt: Attempt, items: Sequence[QuizItem]) -> FlaskForm:
    """The form of an attempt: one field a question, its choices by their place in the order shown."""
    fields = {f"item-{item.id}": _question(attempt, item) for item in items}
    return type("QuizForm", (FlaskForm,), {**fields, "next": HiddenField()})()


def answers_of(form: FlaskForm, items: Sequence[QuizItem]) -> dict[int, list[int]]:
    """What was chosen, by question, as the command takes it."""
    chosen = {item.id: form[f"item-{item.id}"].data for item in items}
    return {item_id: data if isinstance(data, list) else [data] for item_id, data in chosen.items()}


def _question(attempt: Attempt, item: QuizItem) -> RadioField | Boxes:
    choices = [
        SelectChoice(str(place), item.choices[original]) for place, original in enumerate(attempt.orders[item.id])
    ]
    kind = Boxes if item.multiple else RadioField
    hint = _("Choose all that are right.") if item.multiple else ""
    return kind(item.prompt, [InputRequired(_("Choose an answer."))], choices=choices, coerce=int, description=hint)
