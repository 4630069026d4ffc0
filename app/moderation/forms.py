"""What readers and moderators may type in."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length

from app.accounts.proving import ProvingForm
from app.core.forms import RefusableForm
from app.core.pages import row_id
from app.moderation import queries
from app.moderation.commands import Verdict
from app.moderation.models import ACTIONS, CODES, OUTCOMES, REASONS
from app.training import queries as training

REASON_WORDS = {
    "abuse": _("It insults or threatens somebody"),
    "personal_data": _("It shows personal data"),
    "promise": _("It promises what we cannot keep"),
    "spam": _("It advertises"),
    "wrong": _("It is wrong or out of date"),
    "off_topic": _("It does not belong here"),
    "other": _("Something else"),
}
ACTION_WORDS = {
    "approve": _("Approve"),
    "edit": _("Edit"),
    "hide": _("Hide"),
    "remove": _("Remove"),
    "warn": _("Warn"),
    "suspend": _("Suspend"),
    "ban": _("Ban"),
}
CODE_WORDS = {"fine": _("Nothing is wrong with it"), **REASON_WORDS}
OUTCOME_WORDS = {"upheld": _("stands"), "overturned": _("is taken back")}
DAYS = {
    0: _("As usual: a week for a suspension, no end for a ban"),
    1: _("A day"),
    3: _("Three days"),
    7: _("A week"),
    14: _("Two weeks"),
    30: _("A month"),
    90: _("Three months"),
    365: _("A year (bans only)"),
}


class FlagForm(FlaskForm):
    """A report."""

    reason = RadioField(
        _("What is wrong with it?"), [InputRequired(_("Choose what fits best."))],
        choices=[SelectChoice(reason, REASON_WORDS[reason]) for reason in REASONS],
    )  # fmt: skip
    note = TextAreaField(_("Anything the moderators should know"), [Length(max=2000)])


class DecisionForm(RefusableForm):
    """A decision; what is not said is taken as usual, also the words for the author."""

    action = RadioField(
        _("Decision"), [InputRequired(_("Choose what to do."))],
        choices=[SelectChoice(action, ACTION_WORDS[action]) for action in ACTIONS],
    )  # fmt: skip
    code = SelectField(
        _("Why"), default="",
        choices=[SelectChoice("", _("As reported")), *(SelectChoice(code, CODE_WORDS[code]) for code in CODES)],
    )  # fmt: skip
    clause = SelectField(_("Which point of the guidelines"), default="")
    days = SelectField(
        _("For how long"), coerce=int, choices=[SelectChoice(days, words) for days, words in DAYS.items()], default=0
    )
    notice = SelectField(_("Words"), default="")
    reason = TextAreaField(_("What the author reads"), [Length(max=2000)])
    body = TextAreaField(_("The text as it should read"), [Length(max=20_000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = SelectChoice("", _("None in particular"))
        usual = SelectChoice("", _("The usual words"))
        self.notices = {str(each.id): each for each in queries.notices()}
        self.notice.choices = [usual, *(SelectChoice(key, each.name) for key, each in self.notices.items())]
        self.clause.choices = [none, *(SelectChoice(point, point) for point in training.guideline_points())]

    @property
    def verdict(self) -> Verdict:
        """What was chosen; words that are chosen are sent unless others were written."""
        ready = self.notices.get(self.notice.data or "")
        return Verdict(
            self.action.data, self.reason.data or (ready.body if ready else ""), self.code.data or "",
            self.clause.data or "", self.days.data, self.body.data,
        )  # fmt: skip


class ManyForm(DecisionForm, ProvingForm):
    """One verdict on many cases."""

    case = SelectMultipleField(_("Cases"), coerce=row_id, validate_choice=False)
    everything = BooleanField(_("All that match"))


class AppealForm(RefusableForm):
    """An author's appeal."""

    body = TextAreaField(
        _("Why should somebody else look?"), [InputRequired(_("Say why the decision should be looked at again.")),
                                              Length(max=4000)],
    )  # fmt: skip


class AnswerForm(RefusableForm):
    """The answer to an appeal."""

    outcome = RadioField(
        _("The decision"), [InputRequired(_("Choose what becomes of the decision."))],
        choices=[SelectChoice(outcome, OUTCOME_WORDS[outcome]) for outcome in OUTCOMES],
    )  # fmt: skip
    answer = TextAreaField(
        _("What the author reads"), [InputRequired(_("Say why: the author reads it.")), Length(max=2000)]
    )


class AskForm(RefusableForm):
    """A wish for a second opinion."""

    colleague = SelectField(_("Ask a colleague"), coerce=int)
    question = TextAreaField(_("What you are unsure of"), [Length(max=2000)])


class OpinionForm(RefusableForm):
    """A second opinion."""

    action = SelectField(_("I would"), choices=[SelectChoice(action, ACTION_WORDS[action]) for action in ACTIONS])
    body = TextAreaField(_("Because"), [InputRequired(_("Say why, so that it helps to decide.")), Length(max=2000)])


class NoticeForm(RefusableForm):
    """Words for authors."""

    name = StringField(_("Name"), [InputRequired(_("Give it a name.")), Length(max=80)])
    body = TextAreaField(_("What authors read"), [InputRequired(_("Write what authors will read.")), Length(max=1500)])
