"""What may be typed in on the channels' page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length

from app.accounts.models import Person
from app.listening.port import CHANNELS
from app.spaces import queries as spaces


class ConnectForm(FlaskForm):
    """An account of the company in a channel."""

    channel = SelectField(_("Channel"))
    address = StringField(
        _("Handle or address"), [InputRequired(_("Give the account’s handle or address.")), Length(max=254)]
    )
    secret = PasswordField(_("Password"), [InputRequired(_("Give the account’s password.")), Length(max=200)])
    space = SelectField(_("What is asked there goes to"))
    server = StringField(_("Server"), [Length(max=254)])
    hears_only = BooleanField(_("It only listens: what it gets becomes mentions, no questions"))

    def offer(self, person: Person) -> ConnectForm:
        """Fill in what can be chosen: public spaces, since an answer is said in public."""
        self.channel.choices = [SelectChoice(name, channel.label) for name, channel in sorted(CHANNELS.items())]
        self.space.choices = [
            SelectChoice(space.slug, space.name) for space in spaces.visible(person) if space.visibility == "public"
        ]
        return self
