"""Moves and merges."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange

from app.core.forms import RefusableForm
from app.ideas.models import STAGES

WHY = _("Reason, shown on the idea and sent to those who follow it")


class MoveForm(RefusableForm):
    """Another stage, and why."""

    stage = SelectField(_("Move to"))
    reason = TextAreaField(WHY, [InputRequired(_("Say why: voters and commenters will read it.")), Length(max=4000)])

    def offer(self, labels: dict[str, str], but: str) -> None:
        """Let one choose any stage but this."""
        self.stage.choices = [SelectChoice(stage, labels[stage]) for stage in STAGES if stage != but]


class MergeForm(RefusableForm):
    """The idea to merge into."""

    into = IntegerField(
        _("Number of the idea to merge into"),
        [InputRequired(_("Enter the number in the other idea’s address.")), NumberRange(1, 2**53)],
        description=_("The number in its address, such as 42 in /ideas/42. Each voter counts once there."),
    )
