"""Who is to review what, and by when."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, NumberRange, Optional

from app.core.forms import RefusableForm, known_day
from app.topics.models import Topic

MOST_EACH = 9


class ProposalForm(RefusableForm):
    """What a proposal is made of; it changes nothing, so that its address can be kept."""

    each = IntegerField(
        _("Reviewers an idea"), [InputRequired(), NumberRange(1, MOST_EACH, _("Choose 1 to 9."))], default=3
    )
    due = DateField(_("Due"), [InputRequired(_("Say by when.")), known_day])
    topic = SelectField(_("Who knows about"), [Optional()])

    def offer(self, topics: list[Topic]) -> None:
        """Let the team name one topic for all."""
        words = [SelectChoice("", str(_("What each idea names")))]
        self.topic.choices = words + [SelectChoice(topic.slug, topic.name) for topic in topics]


class AssignmentForm(RefusableForm):
    """Pairs of idea and person, as `12:7`, and the day by which all are due."""

    pair = SelectMultipleField(_("Reviewers"), validate_choice=False)
    due = DateField(_("Due"), [InputRequired(_("Say by when.")), known_day])

    @property
    def due_at(self) -> datetime:
        """The end of that day, UTC."""
        assert self.due.data is not None  # noqa: S101 - it is validated first
        return datetime.combine(self.due.data, time(23, 59), UTC)

    @property
    def wanted(self) -> dict[int, list[int]]:
        """By idea id the people; what is no pair of numbers is left out."""
        found: dict[int, list[int]] = {}
        for pair in self.pair.data or []:
            idea, _colon, person = pair.partition(":")
            if _is_id(idea) and _is_id(person):
                found.setdefault(int(idea), []).append(int(person))
        return found


def _is_id(words: Any) -> bool:
    return words.isascii() and words.isdigit() and len(words) < 19
