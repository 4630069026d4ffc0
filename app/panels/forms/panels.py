"""A panel, a selection, and the invitation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core.forms import RefusableForm, known_day
from app.core.text import LONGEST
from app.panels.queries import Wanted
from app.spaces.models import Space

MOST_EACH = 2000
QUOTA = "quota."


class PanelForm(RefusableForm):
    """A panel."""

    name = StringField(_("Name"), [InputRequired(_("Give the panel a name.")), Length(max=120)])
    space = SelectField(_("Space"))
    purpose = TextAreaField(_("What is it for?"), [InputRequired(_("Say what the panel is for.")), Length(max=LONGEST)])
    promise = StringField(
        _("Your promise to members"),
        [InputRequired(_("Say how often you ask, and what members get.")), Length(max=300)],
        description=_("How often you ask, how long it takes, and what they get."),
    )
    fatigue_days = IntegerField(
        _("Leave people in peace for (days)"), [InputRequired(), NumberRange(0, 365)], default=30,
        description=_("Nobody is drawn who was invited to any panel in so many days."),
    )  # fmt: skip
    keeps_days = IntegerField(
        _("Take names off answers after (days)"), [InputRequired(), NumberRange(30, 1825)], default=365,
        description=_("Counted from the day a study closes. The invitation says so."),
    )  # fmt: skip

    def offer(self, spaces: Iterable[Space]) -> None:
        """Let one choose among these spaces."""
        self.space.choices = [SelectChoice(space.slug, space.name) for space in spaces]

    @property
    def words(self) -> dict[str, Any]:
        """What the command takes."""
        return {name: value for name, value in self.data.items() if name not in {"csrf_token", "space"}}


class SelectionForm(RefusableForm):
    """Who could be invited, and how many; read from the address, so that looking changes nothing."""

    kind = SelectField(
        _("Who"), [Optional()], default="",
        choices=[
            SelectChoice("", _("Everybody")), SelectChoice("customer", _("Customers")),
            SelectChoice("employee", _("Employees")),
        ],
    )  # fmt: skip
    segments = SelectMultipleField(_("Segments of the CRM"), [Optional()])
    functions = SelectMultipleField(_("Functions of employees"), [Optional()])
    deed = SelectField(
        _("Who has"), [Optional()], default="",
        choices=[
            SelectChoice("", _("done anything or nothing")), SelectChoice("asked", _("asked questions")),
            SelectChoice("answered", _("answered questions")), SelectChoice("ideas", _("submitted ideas")),
            SelectChoice("commented", _("commented")),
        ],
    )  # fmt: skip
    least = IntegerField(_("at least (times)"), [Optional(), NumberRange(1, 1000)], default=1)
    days = IntegerField(_("in the last (days)"), [Optional(), NumberRange(1, 730)], default=90)
    joined_since = DateField(_("Joined since"), [Optional(), known_day])
    by_hand = TextAreaField(
        _("Or by hand"), [Optional(), Length(max=8000)],
        description=_("Handles or e-mail addresses, one a line. Then nothing above counts."),
    )  # fmt: skip
    cell_by = SelectField(
        _("One quota for each"), default="segment",
        choices=[
            SelectChoice("segment", _("segment")), SelectChoice("function", _("function")),
            SelectChoice("kind", _("kind of person")), SelectChoice("none", _("draw, all together")),
        ],
    )  # fmt: skip
    each = IntegerField(_("At most, of each"), [Optional(), NumberRange(0, MOST_EACH)], default=40)
    seed = HiddenField()

    def offer(self, segments: Sequence[tuple[str, int]], functions: Sequence[str]) -> None:
        """Let one choose among these segments and functions."""
        self.segments.choices = [SelectChoice(name, f"{name} ({count})") for name, count in segments]
        self.functions.choices = [SelectChoice(name, name) for name in functions]

    @property
    def wanted(self) -> Wanted:
        """The selection."""
        return Wanted(
            kind=self.kind.data or "", segments=tuple(self.segments.data or ()),
            functions=tuple(self.functions.data or ()), deed=self.deed.data or "", least=self.least.data or 1,
            days=self.days.data or 90, joined_since=self.joined_since.data, cell_by=self.cell_by.data or "segment",
            by_hand=tuple(line for line in re.split(r"[\s,;]+", self.by_hand.data or "") if line),
        )  # fmt: skip

    @property
    def quotas(self) -> dict[str, int]:
        """What was typed in for single cells."""
        typed = {name.removeprefix(QUOTA): value for name, value in request.values.items() if name.startswith(QUOTA)}
        return {cell: min(int(n), MOST_EACH) for cell, n in typed.items() if n.isascii() and n.isdigit() and len(n) < 9}


class InviteForm(RefusableForm):
    """What the invitation says beside the panel's own words."""

    message = StringField(_("A word from you"), [Optional(), Length(max=500)])
    lasts = IntegerField(_("Open for (days)"), [InputRequired(), NumberRange(1, 90)], default=14)
    expected = HiddenField()
