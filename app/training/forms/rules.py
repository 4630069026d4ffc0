"""What may be typed in about guidelines, mentors and certificates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from app.accounts.models import Person
from app.core.forms import RefusableForm
from app.core.text import LONGEST
from app.training.commands.certificates import MOST_RETAKE_DAYS, RETAKE_AFTER_DAYS
from app.training.commands.guidelines import MOST_GRACE_DAYS


class AcceptanceForm(RefusableForm):
    """That one read the guidelines."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    read = BooleanField(_("I have read them and will keep to them"), [InputRequired(_("Tick this once you have."))])
    next = HiddenField()


class GuidelineForm(RefusableForm):
    """A new version of the guidelines."""

    after = HiddenField()
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


class PairForm(RefusableForm):
    """A novice and the mentor they get."""

    novice = SelectField(_("Novice"))
    mentor = SelectField(_("Mentor"))

    def offer(self, novices: Sequence[Person], mentors: Sequence[Person]) -> Self:
        """Offer these people to choose from."""
        self.novice.choices = [SelectChoice(person.handle, person.name) for person in novices]
        self.mentor.choices = [SelectChoice(person.handle, person.name) for person in mentors]
        return self


class RevocationForm(RefusableForm):
    """Why a certificate is taken back."""

    reason = StringField(_("Why it is taken back"), [InputRequired(_("Say why it is taken back.")), Length(max=500)])
    wait_days = IntegerField(
        _("Days until they may take the quiz again"), [Optional(), NumberRange(0, MOST_RETAKE_DAYS)],
        default=RETAKE_AFTER_DAYS, description=_("0 for at once. You can let them try earlier."),
    )  # fmt: skip
