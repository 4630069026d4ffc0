"""What may be typed in about rewards."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.recognition.commands.rewarding import MOST_COST, MOST_STOCK, Offer


class RewardForm(FlaskForm):
    """A reward."""

    name = StringField(_("Name"), [InputRequired(_("Give it a name.")), Length(max=80)])
    about = TextAreaField(_("What it is"), [Length(max=500)])
    kind = SelectField(
        _("Kind"),
        choices=[
            SelectChoice("voucher", _("Voucher")),
            SelectChoice("event", _("Event")),
            SelectChoice("day_off", _("Day off")),
        ],
    )
    audience = SelectField(
        _("For whom"),
        choices=[
            SelectChoice("everybody", _("Everybody")),
            SelectChoice("employees", _("Employees")),
            SelectChoice("customers", _("Customers")),
        ],
    )
    cost = IntegerField(
        _("Points"), [InputRequired(_("Say for how many points.")), NumberRange(1, MOST_COST, _("From 1 on."))]
    )
    stock = IntegerField(
        _("How many there are"), [Optional(), NumberRange(0, MOST_STOCK)],
        description=_("Empty: as many as are wanted."),
    )  # fmt: skip
    is_open = BooleanField(_("Can be asked for"), default=True)

    def offer(self) -> Offer:
        """What was typed in."""
        return Offer(
            name=self.name.data or "", about=self.about.data or "", kind=self.kind.data, audience=self.audience.data,
            cost=self.cost.data or 0, stock=self.stock.data, is_open=bool(self.is_open.data),
        )  # fmt: skip
