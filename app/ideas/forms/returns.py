"""What is entered in the ledger, and said about its lines."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import DateField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from app.core.forms import FigureField, RefusableForm, known_day

CATEGORIES = [
    SelectChoice("revenue", _("Benefit: revenue")),
    SelectChoice("saving", _("Benefit: cost saving")),
    SelectChoice("avoidance", _("Benefit: cost avoided")),
    SelectChoice("satisfaction", _("Benefit: satisfaction, in money")),
    SelectChoice("people", _("Cost: people’s time")),
    SelectChoice("purchase", _("Cost: purchase")),
    SelectChoice("running", _("Cost: running it")),
    SelectChoice("other", _("Other")),
]


class OutcomeForm(RefusableForm):
    """A line of the ledger: one amount, or one a month until a day."""

    kind = SelectField(_("Kind"), choices=[SelectChoice("benefit", _("Benefit")), SelectChoice("cost", _("Cost"))])
    basis = SelectField(
        _("Basis"), choices=[SelectChoice("forecast", _("Forecast")), SelectChoice("realised", _("Realised"))]
    )
    category = SelectField(_("Category"), choices=CATEGORIES, default="other")
    amount = FigureField(
        _("Amount"), [InputRequired(_("Enter an amount above zero.")), NumberRange(0, 10**12 - 1)], places=2
    )
    low = FigureField(
        _("At least"), [Optional(), NumberRange(0, 10**12 - 1)], places=2,
        description=_("Of a forecast: it lies between the two, nineteen times in twenty."),
    )  # fmt: skip
    high = FigureField(_("At most"), [Optional(), NumberRange(0, 10**12 - 1)], places=2)
    currency = StringField(
        _("Currency"), [InputRequired(), Regexp(r"^[A-Za-z]{3}$", message=_("Use three letters, such as EUR."))]
    )
    date = DateField(_("Date, or first day"), [InputRequired(_("Say when.")), known_day])
    until = DateField(
        _("Every month until"), [Optional(), known_day],
        description=_("Leave it empty for one amount. Else the amount is that of a month."),
    )  # fmt: skip
    evidence = TextAreaField(
        _("Where does the figure come from?"), [InputRequired(_("Say where the figure comes from.")), Length(max=4000)]
    )
    link = StringField(_("Link to the evidence"), [Optional(), Length(max=500)])
    files = MultipleFileField(_("Files"))


class StrikeForm(RefusableForm):
    """Why a line is taken back."""

    reason = TextAreaField(
        _("Why is it taken back?"),
        [InputRequired(_("Say why: everybody who reads the ledger will read it.")), Length(max=4000)],
    )
