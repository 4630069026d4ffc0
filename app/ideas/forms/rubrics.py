"""How a challenge is judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, FloatField, FormField, HiddenField, SelectField, StringField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import Length, Optional

from app.core.access import Invalid
from app.core.forms import RefusableForm
from app.ideas.models import Challenge

MOST, SPARE = 12, 2


class CriterionForm(PlainForm):
    """One line of the rubric; one without a name is left out."""

    key = HiddenField()
    name = StringField(_("Name"), [Length(max=80)])
    weight = FloatField(_("Weight"), [Optional()])
    help = StringField(_("Help"), [Length(max=300)])
    anchor_1 = StringField(_("What 1 means"), [Length(max=200)])
    anchor_3 = StringField(_("What 3 means"), [Length(max=200)])
    anchor_5 = StringField(_("What 5 means"), [Length(max=200)])


class RubricForm(RefusableForm):
    """The criteria, with two lines to spare, and whether reviews are held back."""

    version = HiddenField()
    criteria = FieldList(FormField(CriterionForm), max_entries=MOST)
    was_held = HiddenField()
    held = BooleanField(_("Hold all reviews back until all who were asked have filed, or the due date has passed"))

    @classmethod
    def of(cls, challenge: Challenge) -> RubricForm:
        """Filled with what holds now."""
        spare = [{"weight": 1}] * min(SPARE, MOST - len(challenge.rubric))
        return cls(
            formdata=None, version=str(challenge.rubric_version), held=challenge.reviews_held,
            was_held=str(int(challenge.reviews_held)), criteria=[*challenge.rubric, *spare],
        )  # fmt: skip

    @property
    def held_before(self) -> bool | None:
        """Whether reviews were held back when the page was made; None where it did not say."""
        return self.was_held.data == "1" if self.was_held.data else None

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The lines that have any words."""
        plain = [entry.form.data for entry in self.criteria]
        return [
            {**row, "weight": 1 if row["weight"] is None else row["weight"]} for row in plain if _says_something(row)
        ]

    def refuse(self, refusal: Invalid) -> None:
        """A sentence about a line stands beside the line's name."""
        lines = [entry.form for entry in self.criteria if _says_something(entry.form.data)]
        for name, sentence in refusal.errors.items():
            place = name.partition(".")[2]
            if place and int(place) < len(lines):
                lines[int(place)].name.errors = [*lines[int(place)].name.errors, sentence]
            self.form_errors.append(sentence)


class SpaceStartForm(RubricForm):
    """What challenges of a space usually begin from."""

    held = was_held = None  # type: ignore[assignment]  # takes the fields away
    template = SelectField(_("Template"))

    def offer(self, named: Sequence[tuple[str, str]]) -> None:
        """Let one of these templates be chosen, or none."""
        self.template.choices = [SelectChoice("", _("None"))] + [SelectChoice(key, name) for key, name in named]


def _says_something(row: dict[str, Any]) -> bool:
    return any((row[name] or "").strip() for name in ("name", "help", "anchor_1", "anchor_3", "anchor_5"))
