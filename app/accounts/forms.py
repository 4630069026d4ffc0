"""What may be typed in about accounts."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Email, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.passwords import LONGEST
from app.core.forms import RefusableForm
from app.core.returning import wanted

LONGEST_BIO = 2000
_name = (InputRequired(_("Say what we may call you.")), Length(max=80))
_email = (InputRequired(_("Type your e-mail address.")), Length(max=254))
_password = (InputRequired(_("Type your password.")), Length(max=LONGEST))
NEW = {"autocomplete": "new-password"}


class SignInForm(FlaskForm):
    """Who one says one is."""

    email = EmailField(_("E-mail address"), _email, render_kw={"autocomplete": "username"})
    password = PasswordField(_("Password"), _password, render_kw={"autocomplete": "current-password"})
    next = HiddenField(default=wanted)


class SignUpForm(FlaskForm):
    """A new customer."""

    name = StringField(_("Name"), _name, render_kw={"autocomplete": "name"})
    email = EmailField(
        _("E-mail address"),
        (*_email, Email(_("Type a whole address, such as name@example.com."))),
        render_kw={"autocomplete": "email"},
    )
    password = PasswordField(_("Password"), _password, render_kw=NEW)
    next = HiddenField(default=wanted)


class ConfirmForm(FlaskForm):
    """The password that came with the address: whoever typed both in made the account."""

    password = PasswordField(
        _("The password you chose"), [Length(max=LONGEST)],
        description=_("As you typed it when you signed up, so that nobody else signed up in your name."),
        render_kw={"autocomplete": "current-password"},
    )  # fmt: skip

    def __init__(self, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        self.password.flags.required = True


class ForgotForm(FlaskForm):
    """Whose password is lost."""

    email = EmailField(_("E-mail address"), _email, render_kw={"autocomplete": "username"})


class ResetForm(FlaskForm):
    """A new password."""

    password = PasswordField(_("New password"), _password, render_kw=NEW)


class ProfileForm(RefusableForm):
    """What others see."""

    name = StringField(_("Name"), _name, render_kw={"autocomplete": "name"})
    function = StringField(_("What you do here"), [Length(max=80)])
    bio = TextAreaField(_("About you"), [Length(max=LONGEST_BIO)])


class PasswordForm(FlaskForm):
    """The old password and a new one."""

    current = PasswordField(_("Current password"), _password, render_kw={"autocomplete": "current-password"})
    new_password = PasswordField(_("New password"), _password, render_kw=NEW)


class Boxes(SelectMultipleField):
    """Several choices, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
