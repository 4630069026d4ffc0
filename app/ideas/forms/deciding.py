"""Moves, merges and the ledger."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from app.core.forms import RefusableForm
from app.ideas.models import STAGES

WHY = _("Reason, shown on the idea and sent to those who follow it")


class MoveForm(RefusableForm):
    """Another stage, and why."""

    stage = SelectField(_("Move to"))
    reason = TextAreaField(WHY, [InputRequired(_("Say why: voters and commenters will read it.")), Length(max=4000)])

    def offer(self, labels: dict[str, str], but: str) -> None:
        """Let one choose any stage but this."""
        self.stage.choices = [SelectChoice(stage, labels[stage]) for stage in STAGES if stage != but]


class MergeForm(RefusableForm):
    """The idea to merge into."""

    into = IntegerField(
        _("Number of the idea to merge into"),
        [InputRequired(_("Enter the number in the other idea’s address.")), NumberRange(1, 2**53)],
        description=_("The number in its address, such as 42 in /ideas/42. Each voter counts once there."),
    )


class OutcomeForm(RefusableForm):
    """A line of the ledger."""

    kind = SelectField(_("Kind"), choices=[SelectChoice("benefit", _("Benefit")), SelectChoice("cost", _("Cost"))])
    basis = SelectField(
        _("Basis"), choices=[SelectChoice("forecast", _("Forecast")), SelectChoice("realised", _("Realised"))]
    )
    amount = DecimalField(
        _("Amount"), [InputRequired(_("Enter an amount above zero.")), NumberRange(0, 10**12 - 1)], places=2
    )
    currency = StringField(
        _("Currency"), [InputRequired(), Regexp(r"^[A-Za-z]{3}$", message=_("Use three letters, such as EUR."))]
    )
    date = DateField(_("Date"), [InputRequired(_("Say when."))])
    evidence = TextAreaField(
        _("Where does the figure come from?"), [InputRequired(_("Say where the figure comes from.")), Length(max=4000)]
    )
