"""A study, what it shows and asks, whom it stands for, and what came of it."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core.access import Invalid
from app.core.forms import RefusableForm, known_day, known_time
from app.core.text import LONGEST
from app.panels.queries import TRAITS


class StudyForm(RefusableForm):
    """A study; times are in UTC."""

    kind = RadioField(
        _("What is it?"), [InputRequired(_("Choose a poll or a concept test."))], default="poll",
        choices=[
            SelectChoice("poll", _("A poll: a few questions")),
            SelectChoice("concept", _("A concept test: show something, then ask about it")),
        ],
    )  # fmt: skip
    title = StringField(_("Title"), [InputRequired(_("Give the study a title.")), Length(max=160)])
    intro = TextAreaField(_("Introduction"), [Optional(), Length(max=LONGEST)])
    opens_at = DateTimeLocalField(_("Opens (UTC)"), [InputRequired(_("Say when it opens.")), known_time])
    closes_at = DateTimeLocalField(_("Closes (UTC)"), [InputRequired(_("Say when it closes.")), known_time])
    design = RadioField(
        _("Each member sees"), default="monadic",
        choices=[
            SelectChoice("monadic", _("one concept; members are split evenly")),
            SelectChoice("sequential", _("all concepts, in an order of their own")),
        ],
    )  # fmt: skip
    named = BooleanField(_("Show me who answered what. Members are told so before they answer"))
    shares_results = BooleanField(_("Members see the results once it has closed"), default=True)

    @property
    def words(self) -> dict[str, Any]:
        """What the command takes."""
        plain = _typed(self)
        return {**plain, **{name: plain[name].replace(tzinfo=UTC) for name in ("opens_at", "closes_at")}}


class ConceptForm(RefusableForm):
    """Something to judge."""

    name = StringField(_("Name of the concept"), [InputRequired(_("Give the concept a name.")), Length(max=80)])
    body = TextAreaField(_("In words"), [Optional(), Length(max=LONGEST)])
    picture = FileField(_("Picture"), description=_("PNG, JPEG, WebP or GIF, at most 10 MB."))
    alt = StringField(_("What the picture shows, for those who do not see it"), [Optional(), Length(max=200)])


class ItemForm(RefusableForm):
    """Something to ask."""

    kind = SelectField(
        _("Kind of answer"),
        choices=[
            SelectChoice("single", _("One of several")), SelectChoice("multiple", _("Some of several")),
            SelectChoice("rank", _("Put in order")), SelectChoice("scale", _("A number on a scale")),
            SelectChoice("text", _("Their own words")),
        ],
    )  # fmt: skip
    prompt = StringField(_("Question"), [InputRequired(_("Say what you ask.")), Length(max=300)])
    options = TextAreaField(_("Options, one a line"), [Optional(), Length(max=3000)])
    least = IntegerField(_("From, or at least"), [Optional(), NumberRange(0, 20)])
    most = IntegerField(_("To, or at most"), [Optional(), NumberRange(0, 20)])
    low_label = StringField(_("The low end means"), [Optional(), Length(max=60)])
    high_label = StringField(_("The high end means"), [Optional(), Length(max=60)])
    section = StringField(_("Section"), [Optional(), Length(max=80)])
    required = BooleanField(_("Needs an answer"), default=True)
    per_concept = BooleanField(_("Asked about each concept"), default=True)

    @property
    def words(self) -> dict[str, Any]:
        """What the command takes."""
        plain = _typed(self)
        least = (1 if self.kind.data == "scale" else 0) if self.least.data is None else self.least.data
        return {**plain, "options": (self.options.data or "").splitlines(), "least": least, "most": self.most.data or 0}


class TargetsForm(RefusableForm):
    """What the population is made of."""

    segment = TextAreaField(
        _("Segments"), [Optional(), Length(max=8000)], description=_("One a line, such as “Households: 60”.")
    )
    kind = TextAreaField(
        _("Customers and employees"), [Optional(), Length(max=400)], description=_("Such as “customer: 90”.")
    )

    @property
    def targets(self) -> dict[str, dict[str, float]]:
        """By trait, each level with its number; raises Invalid for a line that is none."""
        return {trait: _levels(trait, self[trait].data or "") for trait in TRAITS}


class OutcomeForm(RefusableForm):
    """What was decided."""

    body = TextAreaField(
        _("What did their input change?"), [InputRequired(_("Say what was decided.")), Length(max=4000)]
    )
    url = StringField(_("A page about it"), [Optional(), Length(max=300)], description=_("Such as /ideas/12."))
    decided_on = DateField(_("Decided on"), [Optional(), known_day])


def _typed(form: RefusableForm) -> dict[str, Any]:
    """What was typed in; a text that no field was sent for is empty."""
    fields = (field for field in form if field.name != "csrf_token")
    return {f.name: "" if f.data is None and isinstance(f, StringField) else f.data for f in fields}


def _levels(trait: str, lines: str) -> dict[str, float]:
    found = {}
    for line in filter(str.strip, lines.splitlines()):
        name, mark, number = line.rpartition(":")
        try:
            found[name.strip()] = float(number.replace("%", "").replace(",", ".").strip()) if mark else -1.0
        except ValueError:
            found[name.strip()] = -1.0
    if any(not 0 <= number < 1e12 for number in found.values()):
        raise Invalid({trait: str(_("Name each level with a number of 0 or more."))})
    return found
