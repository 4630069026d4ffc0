"""What may be typed in on the board's pages; the commands have the last word on what is taken."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.board.models import SEVERITIES
from app.core.forms import RefusableForm
from app.core.text import LONGEST
from app.files.forms import AttachingForm, ChangingForm
from app.spaces.models import Space


class WordsForm(RefusableForm):
    """A question's words."""

    title = StringField(
        _("Your question in one line"),
        [InputRequired(_("Say your question in one line."))],
        description=_("Name the thing and what it does wrong."),
    )
    body = TextAreaField(_("What happens, and what have you tried?"), [Length(max=LONGEST)])
    topics = StringField(_("Topics"), description=_("Up to five, with commas between them."))

    @property
    def topic_names(self) -> list[str]:
        """The topics that were typed."""
        return [name.strip() for name in (self.topics.data or "").split(",") if name.strip()]


class EditQuestionForm(ChangingForm, WordsForm):
    """A question's new words."""


class AskForm(AttachingForm, WordsForm):
    """A question, and the space it is asked in."""

    space = SelectField(_("Space"))
    asked_of = StringField(
        _("Ask somebody by name"),
        [Length(max=41)],
        description=_("A colleague's handle, such as @emma."),
    )
    private = BooleanField(
        _("Only for those who answer"),
        description=_("Nobody else reads it. You can always ask a moderator to open it up."),
    )

    email = StringField(
        _("Your e-mail address"), [Length(max=254)], description=_("For the link that posts it. Nobody sees it.")
    )

    def offer(self, spaces: Iterable[Space]) -> None:
        """Let one choose among these spaces."""
        self.space.choices = [(space.slug, space.name) for space in spaces]

    def need_address(self) -> None:
        """Ask for the address that the link goes to: without it a visitor cannot post."""
        self.email.validators = [InputRequired(_("Say where the link should go.")), *self.email.validators]
        self.email.flags.required = True


class AnswerForm(AttachingForm):
    """An answer, with what the form knows of how it came about (see `commands.Composed`)."""

    body = TextAreaField(_("Your answer"), [InputRequired(_("Write an answer first."))])
    once = StringField(validators=[Length(max=60)])
    seen = StringField(validators=[Length(max=20)])
    replies = StringField(validators=[Length(max=200)])
    cited = StringField(validators=[Length(max=200)])

    def ready(self, seen: str) -> None:
        """Name the form, and note the newest answer that is shown beside it."""
        self.once.data = self.once.data or secrets.token_urlsafe(12)
        self.seen.data = seen


class EditAnswerForm(ChangingForm):
    """An answer's new text."""

    body = TextAreaField(_("Your answer"), [InputRequired(_("Write an answer first."))])


class PracticeForm(RefusableForm):
    """What a novice would have answered."""

    body = TextAreaField(_("Your answer"), [InputRequired(_("Write an answer first."))])


class RemarkForm(RefusableForm):
    """What a mentor makes of it, and the version that it is about."""

    body = TextAreaField(
        _("Your remark"), [InputRequired(_("Say what is good, and what is missing.")), Length(max=4000)]
    )
    verdict = RadioField(
        _("Would you let this through?"),
        [InputRequired(_("Choose one."))],
        choices=[SelectChoice("ready", _("Ready: I would")), SelectChoice("not_yet", _("Not yet"))],
    )
    version = HiddenField()


class CommentForm(AttachingForm):
    """A comment, perhaps in reply to another one."""

    body = TextAreaField(_("Your comment"), [InputRequired(_("Write a comment first."))])
    reply_to = IntegerField(widget=HiddenInput(), validators=[Optional()])


class ReasonForm(RefusableForm):
    """Why something is done."""

    reason = StringField(_("Why?"), [InputRequired(_("Say in a few words why.")), Length(max=2000)])


class NoteForm(RefusableForm):
    """What a mentor asks a novice to change."""

    note = TextAreaField(_("What should change?"), [InputRequired(_("Say what should change.")), Length(max=2000)])


class TopicForm(RefusableForm):
    """What a topic is about."""

    about = StringField(_("What is it about?"), [Length(max=300)], description=_("A line or two for who comes here."))


class HandingForm(RefusableForm):
    """A colleague, and a word about where a question stands."""

    to = StringField(_("To whom?"), [InputRequired(_("Choose a colleague.")), Length(max=41)])
    note = TextAreaField(_("Where does it stand?"), [InputRequired(_("Say where it stands.")), Length(max=3500)])


class DoubtForm(RefusableForm):
    """What is no longer true of an answer."""

    reason = TextAreaField(
        _("What is no longer true?"), [InputRequired(_("Say in a few words what is no longer true.")), Length(max=1000)]
    )


class ResolutionForm(RefusableForm):
    """What an expert makes of a challenge."""

    outcome = StringField(_("Decision"), [InputRequired(_("Choose one."))])
    note = StringField(_("Why?"), [InputRequired(_("Say in a few words why.")), Length(max=1000)])


class MergeForm(RefusableForm):
    """The question that a duplicate goes into."""

    into = StringField(
        _("The question that stays"),
        [InputRequired(_("Choose the question that stays."))],
        description=_("Its number, or its address as the browser shows it."),
    )

    @property
    def number(self) -> int | None:
        """The number that was typed, or that stands in the address; None where there is none."""
        match = re.search(r"(?:^|/questions/)([0-9]{1,18})(?:$|[/?#])", (self.into.data or "").strip())
        return int(match[1]) if match else None


class ReplyForm(RefusableForm):
    """A reply to keep, for oneself or for everybody who answers in a space."""

    title = StringField(_("Name of the reply"), [InputRequired(_("Name the reply.")), Length(max=80)])
    body = TextAreaField(_("Text of the reply"), [InputRequired(_("Write the reply first.")), Length(max=LONGEST)])
    shared = BooleanField(_("For everybody who answers in this space"))


class DeskViewForm(RefusableForm):
    """What a view of the queue is called; its filters stand in the address."""

    name = StringField(_("Name of the view"), [InputRequired(_("Name the view."))])


class QuestionNoteForm(RefusableForm):
    """An internal note."""

    note = TextAreaField(_("Internal note"), [InputRequired(_("Write a note first.")), Length(max=4000)])


class SeverityForm(RefusableForm):
    """How severe a question is."""

    severity = SelectField(_("Severity"), choices=[SelectChoice(each) for each in SEVERITIES])
