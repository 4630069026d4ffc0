"""What a token may be allowed, in words."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length

from app.accounts.forms import Boxes
from app.accounts.proving import ProvingForm
from app.core.api import scopes


class TokenForm(ProvingForm):
    """A token and what it may do: it outlasts every session, so that an open screen is not enough to make one."""

    purpose = StringField(
        lazy_gettext("What it is for"), [InputRequired(lazy_gettext("Say what it is for.")), Length(max=80)]
    )
    scopes = Boxes(lazy_gettext("What it may do"), [InputRequired(lazy_gettext("Choose at least one."))])


def token_form(*, fresh: bool = False) -> TokenForm:
    """The form, with every scope that the API asks for."""
    form = TokenForm(formdata=None) if fresh else TokenForm()
    words = {
        "read": _("Read what you may read"),
        "write": _("Do what you may do"),
        "admin": _("Administer, where you may"),
        "crm": _("Read and link contacts, where you may"),
        "channels": _("Ask on behalf of people met in other channels"),
        "events": _("Read the book of everything that happened"),
    }
    form.scopes.choices = [SelectChoice(scope, words.get(scope, scope)) for scope in scopes()]
    return form
