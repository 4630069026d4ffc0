"""What readers and moderators may type in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length

from app.core.text import LONGEST
from app.moderation.models import ACTIONS, REASONS
from app.screening.queries import ACTIONS as RULE_ACTIONS
from app.screening.queries import EVERYWHERE, KINDS, SCOPES

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
    "suspend": _("Suspend for a week"),
}
KIND_WORDS = {
    "words": _("Words"),
    "phrases": _("Phrases"),
    "personal_data": _("Personal data"),
    "links": _("Links"),
    "promises": _("Promises"),
}
RULE_WORDS = {
    "advise": _("Give a hint"),
    "warn": _("Warn the writer"),
    "hold": _("Hold for a moderator"),
    "refuse": _("Refuse"),
}
SCOPE_WORDS = {
    EVERYWHERE: _("Everything"),
    "question": _("Questions"),
    "answer": _("Answers"),
    "idea": _("Ideas"),
    "comment": _("Comments"),
}


class FlagForm(FlaskForm):
    """A report."""

    reason = RadioField(
        _("What is wrong with it?"), [InputRequired(_("Choose what fits best."))],
        choices=[SelectChoice(reason, REASON_WORDS[reason]) for reason in REASONS],
    )  # fmt: skip
    note = TextAreaField(_("Anything the moderators should know"), [Length(max=2000)])


class DecisionForm(FlaskForm):
    """A decision."""

    action = RadioField(
        _("Decision"), [InputRequired(_("Choose what to do."))],
        choices=[SelectChoice(action, ACTION_WORDS[action]) for action in ACTIONS],
    )  # fmt: skip
    reason = TextAreaField(_("Reason"), [InputRequired(_("Say why: the author reads it.")), Length(max=2000)])
    body = TextAreaField(_("The text as it should read"), [Length(max=20_000)])


class RuleForm(FlaskForm):
    """A new rule."""

    name = StringField(_("Name"), [InputRequired(_("Give the rule a name.")), Length(max=80)])
    kind = SelectField(_("Looks for"), choices=[SelectChoice(kind, KIND_WORDS[kind]) for kind in KINDS])
    terms = TextAreaField(_("Words, phrases or hosts, one a line"), [Length(max=10_000)])
    action = SelectField(
        _("Then"), choices=[SelectChoice(action, RULE_WORDS[action]) for action in RULE_ACTIONS], default="hold"
    )
    scope = SelectField(_("In"), choices=[SelectChoice(scope, SCOPE_WORDS[scope]) for scope in (EVERYWHERE, *SCOPES)])
    message = TextAreaField(_("What the writer reads"), [Length(max=500)])


class TrialForm(FlaskForm):
    """A text to try the rules on."""

    text = TextAreaField(_("A text"), [InputRequired(_("Write something to try.")), Length(max=LONGEST)])
    scope = SelectField(
        _("As if it were"), choices=[SelectChoice(scope, SCOPE_WORDS[scope]) for scope in SCOPES], id="trial-scope"
    )
