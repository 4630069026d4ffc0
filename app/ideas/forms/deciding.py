"""Moves and merges."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length

from app.core.forms import RefusableForm
from app.ideas.models import STAGES

NUMBER = re.compile(r"(?:\S*/ideas/|#)?(\d{1,18})(?:/\S*)?")
WHY = _("Reason, shown on the idea and sent to those who follow it")


class MoveForm(RefusableForm):
    """Another stage, and why."""

    stage = SelectField(_("Move to"))
    reason = TextAreaField(WHY, [InputRequired(_("Say why: voters and commenters will read it.")), Length(max=4000)])

    def offer(self, labels: dict[str, str], but: str) -> None:
        """Let one choose any stage but this."""
        self.stage.choices = [SelectChoice(stage, labels[stage]) for stage in STAGES if stage != but]


class MergeForm(RefusableForm):
    """The idea to merge into, by its number, its address, or words of it."""

    into = StringField(
        _("Which idea stays?"),
        [InputRequired(_("Enter words of the idea, its number or its address.")), Length(max=300)],
        description=_("Words of the other idea, its number such as 42, or its address."),
    )

    @property
    def number(self) -> int | None:
        """The number that was given plainly or in an address; None for words."""
        match = NUMBER.fullmatch((self.into.data or "").strip())
        return int(match[1]) if match else None
