"""The switch that opens a challenge to customers, and the names of templates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length

from app.core.forms import RefusableForm
from app.ideas.forms.phases import Boxes
from app.spaces.models import Space


class OpeningForm(RefusableForm):
    """For whom, where, when, and that one knows what becomes visible."""

    audience = RadioField(
        _("For whom"),
        choices=[
            SelectChoice("public", _("Everybody who sees the space")),
            SelectChoice("segments", _("Customers in chosen segments")),
        ],
        default="public",
    )
    segments = Boxes(_("Segments"))
    space = SelectField(_("In which space"))
    notice = SelectField(
        _("When"),
        choices=[
            SelectChoice("0", _("At once, where nobody else took part")), SelectChoice("24", _("In 24 hours")),
            SelectChoice("48", _("In two days")), SelectChoice("168", _("In a week")),
        ],
        default="24",
    )  # fmt: skip
    known = BooleanField(
        _("I know what becomes visible"), [InputRequired(_("Confirm that you know what becomes visible."))]
    )

    def offer(self, spaces: Iterable[Space], segments: Iterable[tuple[str, int]]) -> None:
        """Let one choose among these spaces and segments."""
        self.space.choices = [SelectChoice(space.slug, space.name) for space in spaces]
        self.segments.choices = [SelectChoice(segment, f"{segment} ({count})") for segment, count in segments]

    @property
    def lead_time(self) -> timedelta:
        """How long those who took part are told before."""
        return timedelta(hours=int(self.notice.data))


class TemplateForm(RefusableForm):
    """A template's name."""

    name = StringField(_("Name of the template"), [InputRequired(_("Give the template a name.")), Length(max=80)])
