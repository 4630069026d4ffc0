"""What may be typed in: a question in the frame, the sites on the owner's page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.core.forms import RefusableForm
from app.core.text import LONGEST


class FrameForm(RefusableForm):
    """A visitor's question; the visit's word, which the address or the form carries, stands for the token."""

    title = StringField(_("Your question in one line"), [InputRequired(_("Say your question in one line."))])
    body = TextAreaField(_("What happens, and what have you tried?"), [Length(max=LONGEST)])
    email = EmailField(
        _("Your e-mail address"),
        [InputRequired(_("Give an address to which we can send the link.")), Length(max=254)],
        description=_("For the link that posts it. Nobody sees it."),
    )


class SitesForm(RefusableForm):
    """The sites that may show the widget."""

    sites = TextAreaField(
        _("Sites that may show it"),
        [Length(max=8000)],
        description=_("One a line, such as https://www.example.com. None: the widget is off."),
    )
