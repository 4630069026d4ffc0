"""What may be typed in on the pages of spaces."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange

from app.core.forms import RefusableForm

ROLE_WORDS = {
    "owner": _("Owner"),
    "moderator": _("Moderator"),
    "expert": _("Expert"),
    "answerer": _("Answerer"),
    "member": _("Member"),
}
ROLE_MEANINGS = {
    "owner": _("runs the space, and moderates it"),
    "moderator": _("decides about reports and about what waits"),
    "expert": _("verifies answers here, whatever they are about"),
    "answerer": _("answers here, also where the space has its own people"),
    "member": _("sees the space where it is for its members alone"),
}
_answered_by = [
    SelectChoice("cleared", _("Everybody who is cleared to answer")),
    SelectChoice("roles", _("Only its answerers, experts, moderators and owners, once they are cleared")),
]
LEVEL_WORDS = {
    "nobody": _("Nobody’s"),
    "new": _("New people’s, until something of theirs was let through here"),
    "untrusted": _("Everybody’s but trusted people’s"),
    "everybody": _("Everybody’s who does not moderate here"),
}
_levels = [SelectChoice(level, words) for level, words in LEVEL_WORDS.items()]
_whose = _("As on their profile, such as @emma.")


class MemberForm(RefusableForm):
    """Somebody's role in a space."""

    handle = StringField(_("Handle"), [InputRequired(_("Whose role?")), Length(max=40)], description=_whose)
    role = SelectField(_("Role here"))

    def offer(self, roles: list[str]) -> None:
        """Let these roles be chosen, or none."""
        named = [SelectChoice(role, ROLE_WORDS[role]) for role in roles]
        self.role.choices = [*named, SelectChoice("", _("None"))]


class OpenerForm(RefusableForm):
    """Somebody who may open spaces."""

    handle = StringField(_("Handle"), [InputRequired(_("Who?")), Length(max=40)], description=_whose)
    outside = BooleanField(_("Also spaces that people outside the company see"))


class ArchiveForm(RefusableForm):
    """Why a space is archived."""

    reason = StringField(
        _("Why"), [InputRequired(_("Say in a line why.")), Length(max=300)],
        description=_("Whoever follows a link there reads it."),
    )  # fmt: skip


class RunningForm(RefusableForm):
    """How a space is run."""

    answered_by = RadioField(_("Who answers here"), choices=_answered_by)
    question = SelectField(_("Whose questions wait"), choices=_levels)
    answer = SelectField(_("Whose answers wait"), choices=_levels)
    idea = SelectField(_("Whose ideas wait"), choices=_levels)
    comment = SelectField(_("Whose comments wait"), choices=_levels)
    trusted_after = IntegerField(
        _("Trusted after so many that were let through"), [InputRequired(), NumberRange(1, 100)],
        description=_("Moderators count them here. Who has a role here beyond member is trusted without."),
    )  # fmt: skip
