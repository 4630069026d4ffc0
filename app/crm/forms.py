"""What may be typed in on the CRM's pages."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, ValidationError

from app.crm import queries
from app.crm.models import Contact


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

    def chosen_contact(self) -> Contact | None:
        """The contact that was named."""
        return queries.contact_by_reference((self.contact.data or "").strip())

    def validate_contact(self, field: StringField) -> None:
        """There must be such a contact."""
        if self.chosen_contact() is None:
            raise ValidationError(gettext("There is no contact with this id. Choose one from the list."))


class ImportForm(FlaskForm):
    """A file of contacts or support contacts."""

    what = SelectField(
        _("What is in the file?"),
        choices=[SelectChoice("contacts", _("Contacts")), SelectChoice("support", _("Calls, chats, mails and cases"))],
    )
    file = FileField(_("CSV file"))
    content = TextAreaField(_("Or paste it here"))
    look = SubmitField(_("Look first"))
    take = SubmitField(_("Import"))

    def validate_content(self, field: TextAreaField) -> None:
        """One of the two must be given."""
        if not (field.data or "").strip() and not (self.file.data and self.file.data.filename):
            raise ValidationError(gettext("Choose a file or paste its lines."))

    def said(self) -> str:
        """The file's text; a file chosen now comes before what was pasted."""
        if self.file.data and self.file.data.filename:
            return str(self.file.data.read().decode("utf-8", errors="replace"))
        return self.content.data or ""
