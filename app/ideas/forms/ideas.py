"""An idea, and what is said beneath it."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.core.forms import RefusableForm
from app.core.text import LONGEST
from app.files.forms import AttachingForm, ChangingForm
from app.ideas.forms.fields import GuidedForm
from app.ideas.models import Challenge


class WordsForm(GuidedForm):
    """What an idea says."""

    title = StringField(
        _("Your idea in one line"),
        [InputRequired(_("Say in a few words what the idea is."))],
        description=_("Name what should be there, not what is wrong."),
    )
    body = TextAreaField(_("What would it do for you, and how could it work?"), [Length(max=LONGEST)])


class EditIdeaForm(ChangingForm, WordsForm):
    """The new words of an idea, and why where they are not one's own."""

    reason = StringField(
        _("Why do you change it?"), [Length(max=300)], description=_("Shown with the change. The author is told.")
    )


class IdeaForm(AttachingForm, WordsForm):
    """An idea, and the challenge it answers."""

    challenge = SelectField(_("Challenge"), [InputRequired(_("Choose what your idea is about."))])
    anonymous = BooleanField(_("Anonymous until it is decided; then my name is shown"))
    private = BooleanField(_("For the innovation team only"))

    def offer(self, challenges: Iterable[Challenge]) -> None:
        """Let one choose among these challenges; a single one is chosen."""
        offered = [SelectChoice(challenge.slug, challenge.title) for challenge in challenges]
        if len(offered) == 1:
            self.challenge.data = offered[0].value
        self.challenge.choices = (
            offered if len(offered) == 1 else [SelectChoice("", gettext("Choose a challenge")), *offered]
        )


class InviteForm(RefusableForm):
    """Whom to ask to be a co-author."""

    handle = StringField(
        _("Ask somebody to be a co-author"),
        [InputRequired(_("Enter their handle.")), Length(max=61)],
        description=_("Their handle, such as @carla. They read the idea, and your name, and say yes or no."),
    )


class CommentForm(RefusableForm):
    """A comment, perhaps in reply to another one."""

    body = TextAreaField(_("Your comment"), [InputRequired(_("Write a comment first."))])
    asks_author = BooleanField(_("This is a question to the author"))
    reply_to = IntegerField(widget=HiddenInput(), validators=[Optional()])
