"""What may be typed in on the CRM's pages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.core.forms import TableForm, known_day
from app.crm import queries
from app.crm.models import Contact


def _start_of(day: date | None, later: int = 0) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=later) if day else None


class LogFilter(FlaskForm):
    """Which lines of a contact's log to look at."""

    class Meta:
        """A search changes nothing, so it needs no token."""

        csrf = False

    kind = StringField(_("What"), [Length(max=40)])
    channel = StringField(_("Channel"), [Length(max=20)])
    since = DateField(_("From"), [Optional(), known_day])
    until = DateField(_("To"), [Optional(), known_day])
    tone = SelectField(
        _("Sounds"),
        [Optional()],
        choices=[
            SelectChoice("", _("Any")),
            SelectChoice("bad", _("Unhappy")),
            SelectChoice("neutral", _("Neutral")),
            SelectChoice("good", _("Happy")),
        ],
    )

    def filters(self) -> queries.Filters:
        """The same for the query."""
        return queries.Filters(
            kinds=(self.kind.data,) if self.kind.data else (), channel=self.channel.data or "",
            since=_start_of(self.since.data), until=_start_of(self.until.data, 1), tone=self.tone.data or "",
        )  # fmt: skip


class AcceptForm(FlaskForm):
    """Make a proposed tie."""

    valid_from = DateField(_("From when on"), [Optional(), known_day])
    instead = BooleanField(_("The present tie was wrong: undo it"))

    def begins(self) -> datetime | None:
        """The first moment of that day."""
        return _start_of(self.valid_from.data)


class LinkForm(FlaskForm):
    """Tie a handle to a contact."""

    contact = StringField(_("Contact"), [InputRequired(_("Name the contact's id."))])
    evidence = TextAreaField(
        _("How do you know?"), [InputRequired(_("Say how you know that this is the same person.")), Length(max=2000)]
    )
    confidence = SelectField(
        _("How sure are you?"),
        choices=[
            SelectChoice("1.0", _("Certain")),
            SelectChoice("0.9", _("Almost certain")),
            SelectChoice("0.7", _("Likely")),
        ],
    )
    valid_from = DateField(_("From when on"), [Optional(), known_day])

    def begins(self) -> datetime | None:
        """The first moment of that day."""
        return _start_of(self.valid_from.data)

    def chosen_contact(self) -> Contact | None:
        """The contact that was named."""
        return queries.contact_by_reference((self.contact.data or "").strip())

    def validate_contact(self, field: StringField) -> None:
        """There must be such a contact."""
        if self.chosen_contact() is None:
            raise ValidationError(gettext("There is no contact with this id. Choose one from the list."))


class ImportForm(TableForm):
    """A file of contacts or support contacts."""

    what = SelectField(
        _("What is in the file?"),
        choices=[SelectChoice("contacts", _("Contacts")), SelectChoice("support", _("Calls, chats, mails and cases"))],
    )
    take = SubmitField(_("Import"))
