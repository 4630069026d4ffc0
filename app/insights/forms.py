"""What may be typed in: to support, in the survey, about costs."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    FloatField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import Email, InputRequired, Length, NumberRange

from app.core.access import Invalid
from app.core.forms import RefusableForm, known_day
from app.insights.models import OTHER
from app.insights.queries.costs import SYMBOLS, contact_reasons

CURRENCIES = [SelectChoice(code, f"{code} ({sign})") for code, sign in SYMBOLS.items()]
YES_NO = [SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]


class ContactForm(FlaskForm):
    """A message to support from a member."""

    title = StringField(
        _("What is it about?"), [InputRequired(_("Say in one line what it is about.")), Length(max=200)]
    )
    reason = SelectField(_("What kind of matter?"), [InputRequired(_("Choose what comes closest."))])
    body = TextAreaField(
        _("What happened?"), [InputRequired(_("Tell us what happened, so that we can help.")), Length(max=5000)]
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        """With the reasons that are offered; where there are none, without the question."""
        super().__init__(*args, **more)
        if offered := contact_reasons():
            kinds = [SelectChoice(str(reason.id), reason.label) for reason in offered]
            self.reason.choices = [SelectChoice("", _("Choose")), *kinds, SelectChoice(OTHER, _("Something else"))]
        else:
            del self.reason

    def chosen_reason(self) -> str:
        """What the contact centre calls what was chosen, which no visitor reads; empty where nothing is offered."""
        if not self.reason:
            return ""
        return next((reason.name for reason in contact_reasons() if str(reason.id) == self.reason.data), OTHER)

    def refuse(self, refusal: Invalid) -> None:
        """Put a refusal beside the field that it is about."""
        for name, message in refusal.errors.items():
            field = self._fields.get(name, self.body)
            field.errors = [*field.errors, message]


class VisitorContactForm(ContactForm):
    """A message to support from somebody who is not signed in."""

    email = EmailField(
        _("Your e-mail address"),
        [
            InputRequired(_("We need an address to answer to.")),
            Email(_("This does not look like an e-mail address.")),
            Length(max=254),
        ],
    )


class SurveyForm(FlaskForm):
    """Two questions after reading."""

    solved = RadioField(_("Is it solved now?"), [InputRequired(_("Choose one."))], choices=YES_NO)
    otherwise = RadioField(
        _("Would you have called or written to us otherwise?"), [InputRequired(_("Choose one."))], choices=YES_NO
    )


class CostForm(FlaskForm):
    """What a contact costs."""

    kind = HiddenField(default="contact")
    channel = SelectField(
        _("Channel"),
        choices=[
            SelectChoice("call", _("Call")),
            SelectChoice("chat", _("Chat")),
            SelectChoice("email", _("E-mail")),
            SelectChoice("case", _("Case")),
        ],
    )
    reason = StringField(_("Only about this reason"), [Length(max=200)])
    amount = FloatField(_("Cost of one more contact"), [InputRequired(_("Give an amount.")), NumberRange(0, 100_000)])
    currency = SelectField(_("Currency"), choices=CURRENCIES)
    since = DateField(_("From this day on"), [InputRequired(_("Give a day.")), known_day])


class ReasonForm(RefusableForm):
    """A reason that the contact page offers."""

    label = StringField(_("As customers read it"), [InputRequired(_("Say what it is.")), Length(max=80)])
    name = StringField(_("As the contact centre calls it"), [Length(max=200)])


class RateForm(FlaskForm):
    """What an answer costs."""

    kind = HiddenField(default="rate")
    per_hour = FloatField(
        _("Cost of an hour of answering"), [InputRequired(_("Give an amount.")), NumberRange(0, 100_000)]
    )
    minutes = FloatField(_("Minutes an answer takes"), [InputRequired(_("Give minutes.")), NumberRange(0, 1000)])
    currency = SelectField(_("Currency"), choices=CURRENCIES)
    since = DateField(_("From this day on"), [InputRequired(_("Give a day.")), known_day])


class TrialForm(FlaskForm):
    """How long half of all journeys are held out."""

    days = IntegerField(
        _("How many days"),
        [InputRequired(_("Give a number of days.")), NumberRange(7, 90, _("Between 7 and 90 days."))],
    )
    reason = StringField(_("Why"), [InputRequired(_("Say why, for whoever asks later.")), Length(max=200)])
