"""What readers and moderators may type in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length

from app.moderation.models import ACTIONS, REASONS

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
