"""Moves and merges."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from app.core.forms import RefusableForm, known_day
from app.core.text import LONGEST
from app.ideas.models import Stage

NUMBER = re.compile(r"(?:\S*/ideas/|#)?(\d{1,18})(?:/\S*)?")
WHY = _("Reason, shown on the idea and sent to those who follow it")


class MoveForm(RefusableForm):
    """Another stage, and why; `expects` is where the mover saw the idea."""

    stage = SelectField(_("Move to"))
    reason = TextAreaField(WHY, [InputRequired(_("Say why: voters and commenters will read it.")), Length(max=4000)])

    expects = StringField(widget=HiddenInput(), validators=[Length(max=20)])

    def offer(self, stages: Iterable[Stage], but: str) -> None:
        """Let one choose any stage but this."""
        self.stage.choices = [SelectChoice(stage.key, stage.label) for stage in stages if stage.key != but]


class ResponseForm(RefusableForm):
    """The official response."""

    body = TextAreaField(
        _("Official response, sent to everybody who took part"),
        [InputRequired(_("Write the response first.")), Length(max=LONGEST)],
    )


class HoldingForm(RefusableForm):
    """Why an answer takes longer, and until when."""

    reason = TextAreaField(
        _("Why does it take longer?"), [InputRequired(_("Say why it takes longer: it is shown on the idea."))]
    )
    until = DateField(_("Answer by"), [InputRequired(_("Say until when.")), known_day])


class OwnerForm(RefusableForm):
    """Who sees to an idea; empty for nobody."""

    handle = StringField(_("Owner"), [Length(max=40)], description=_("A colleague’s handle, such as @emma."))


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
