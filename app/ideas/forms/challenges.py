"""A challenge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateTimeLocalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core.forms import RefusableForm
from app.core.text import LONGEST, slug
from app.spaces.models import Space


class ChallengeForm(RefusableForm):
    """A challenge; times are in UTC."""

    title = StringField(_("Title"), [InputRequired(_("Give the challenge a title.")), Length(max=160)])
    space = SelectField(_("Space"))
    brief = TextAreaField(_("Brief"), [InputRequired(_("Say what you ask for, and why.")), Length(max=LONGEST)])
    goal = StringField(_("Goal"), [Length(max=300)])
    reward = StringField(_("What people get"), [Length(max=300)])
    sponsor = StringField(_("Sponsor"), [Length(max=120)])
    opens_at = DateTimeLocalField(_("Opens (UTC)"), [InputRequired(_("Say when it opens."))])
    closes_at = DateTimeLocalField(_("Closes (UTC)"), [InputRequired(_("Say when it closes."))])
    audience = SelectField(
        _("Audience"),
        choices=[SelectChoice("public", _("Everybody who sees the space")), SelectChoice("internal", _("Employees"))],
    )
    blind = BooleanField(_("Blind: hide vote counts at first"))
    blind_rule = SelectField(
        _("Hidden"),
        default="voted",
        choices=[
            SelectChoice("voted", _("until one has voted, or voting closes")),
            SelectChoice("whole", _("until voting closes")),
            SelectChoice("hours", _("for the first hours")),
        ],
    )
    blind_hours = IntegerField(_("For how many hours"), [Optional(), NumberRange(1, 10_000)])
    allows_anonymous = BooleanField(_("Ideas may be anonymous until they are decided"))
    allows_private = BooleanField(_("Ideas may be sent to the innovation team only"))

    def offer(self, spaces: Iterable[Space]) -> None:
        """Let one choose among these spaces."""
        self.space.choices = [SelectChoice(space.slug, space.name) for space in spaces]

    @property
    def words(self) -> dict[str, Any]:
        """What the command takes, with the address made from the title."""
        plain = {name: value for name, value in self.data.items() if name not in {"csrf_token", "space"}}
        times = {name: plain[name].replace(tzinfo=UTC) for name in ("opens_at", "closes_at")}
        return {**plain, **times, "slug": slug(plain["title"])}
