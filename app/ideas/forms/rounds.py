"""A round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateTimeLocalField, IntegerField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import RefusableForm, known_time
from app.ideas.models import BUDGET, PAIRS, Idea


class RoundForm(RefusableForm):
    """A round over some ideas; times are in UTC."""

    title = StringField(_("What you ask"), [InputRequired(_("Say what you ask.")), Length(max=160)])
    kind = RadioField(
        _("How people answer"), default=BUDGET,
        choices=[
            SelectChoice(BUDGET, _("They spread points over the ideas")),
            SelectChoice(PAIRS, _("They choose between two ideas at a time")),
        ],
    )  # fmt: skip
    points = IntegerField(_("Points of each person"), [Optional()], default=10)
    cap = IntegerField(_("Most points on one idea (or empty)"), [Optional()])
    closes_at = DateTimeLocalField(_("Closes (UTC)"), [InputRequired(_("Say when it closes.")), known_time])
    ideas = SelectMultipleField(_("Ideas"), coerce=int, widget=ListWidget(), option_widget=CheckboxInput())

    def offer(self, ideas: Iterable[Idea]) -> None:
        """Let one choose among these ideas."""
        self.ideas.choices = [SelectChoice(idea.id, idea.title) for idea in ideas]

    @property
    def words(self) -> dict[str, Any]:
        """What the command takes."""
        closes = self.closes_at.data.replace(tzinfo=UTC)  # type: ignore[union-attr]  # it is required
        return {
            "title": self.title.data, "kind": self.kind.data, "points": self.points.data or 0, "cap": self.cap.data,
            "closes_at": closes, "idea_ids": self.ideas.data or [],
        }  # fmt: skip
