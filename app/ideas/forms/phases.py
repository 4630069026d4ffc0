"""The phases of a challenge, as rows that may be added and removed without script."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateTimeLocalField, Form, IntegerField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.core.forms import known_time
from app.ideas.plans import Stretch


class Boxes(SelectMultipleField):
    """Several of a few, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PhaseForm(Form):
    """One phase; a row in which nothing was typed is no phase. Times are in UTC."""

    number = IntegerField(widget=HiddenInput(), validators=[Optional()])
    name = StringField(_("Name"), [Length(max=80)])
    starts_at = DateTimeLocalField(_("Begins (UTC)"), [Optional(), known_time])
    ends_at = DateTimeLocalField(_("Ends (UTC)"), [Optional(), known_time])
    deeds = Boxes(
        _("What may be done in it"),
        choices=[
            SelectChoice("submit", _("Ideas")), SelectChoice("discuss", _("Comments")),
            SelectChoice("vote", _("Votes")), SelectChoice("review", _("Reviews")),
            SelectChoice("decide", _("Decisions")),
        ],
    )  # fmt: skip

    def __init__(self, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        for field in (self.name, self.starts_at, self.ends_at):
            field.flags.required = True

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        typed = [self.name.data, *(self.starts_at.raw_data or ()), *(self.ends_at.raw_data or ()), self.starts_at.data]
        return not any(typed)

    def complete(self) -> bool:
        """Whether it has its dates; says on the field what is missing."""
        for field in (self.starts_at, self.ends_at):
            if field.data is None and not field.errors:
                field.errors = [*field.errors, _("Give the date and the time.")]
        return not (self.starts_at.errors or self.ends_at.errors)

    def as_stretch(self) -> Stretch:
        """As the command takes it."""
        starts_at, ends_at = self.starts_at.data, self.ends_at.data
        assert starts_at  # noqa: S101 - complete() was asked first
        assert ends_at  # noqa: S101
        return Stretch(
            self.name.data or "", starts_at.replace(tzinfo=UTC), ends_at.replace(tzinfo=UTC),
            tuple(self.deeds.data or ()), self.number.data,
        )  # fmt: skip
