"""What is said about ideas: comments that are changed, endorsements, votes on behalf."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length

from app.core.forms import RefusableForm


class ProxyVoteForm(RefusableForm):
    """A customer's vote, cast by a colleague."""

    customer = StringField(
        _("Customer"),
        [InputRequired(_("Enter an e-mail address or a handle.")), Length(max=254)],
        description=_("Their e-mail address or handle. Somebody new gets a mail that says how to take the vote back."),
    )
    name = StringField(_("Name, if they are new"), [Length(max=80)])
    source = SelectField(
        _("How did you hear of it?"),
        choices=[
            SelectChoice("call", _("On a call")),
            SelectChoice("meeting", _("In a meeting")),
            SelectChoice("mail", _("By mail")),
            SelectChoice("chat", _("In a chat")),
            SelectChoice("event", _("At an event")),
            SelectChoice("other", _("Otherwise")),
        ],
    )
    note = StringField(_("What did they say?"), [Length(max=300)])


class EditCommentForm(RefusableForm):
    """A comment as it is to read now."""

    body = TextAreaField(_("Your comment"), [InputRequired(_("Write a comment first."))])


class EndorsementForm(RefusableForm):
    """Why an idea is right, in a sentence."""

    why = StringField(
        _("Why do you endorse it?"),
        [InputRequired(_("Say why in one sentence.")), Length(max=300)],
        description=_("One sentence. It is shown with your name, and is not a vote."),
    )
