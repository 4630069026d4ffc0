"""What every feature's forms share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SubmitField, TextAreaField, ValidationError

from app.core.access import Invalid
from app.core.words import Piece, between


class RefusableForm(FlaskForm):
    """A form that shows a command's refusal beside the field it is about, keeping what was typed."""

    def refuse(self, refusal: Invalid) -> None:
        """Put each sentence on its field, or on the form where there is no such field."""
        for name, sentence in refusal.errors.items():
            if name in self:
                self[name].errors = [*self[name].errors, sentence]
            else:
                self.form_errors.append(sentence)

    def apart_from(self, now: Mapping[str, Any]) -> list[tuple[str, list[Piece]]]:
        """Where what was typed differs from what the form would begin with now, by the labels of the fields."""
        fields = [(self[name], _text(said)) for name, said in now.items() if self[name].type != "HiddenField"]
        both = [(field.label.text, said, _text(field.data)) for field, said in fields]
        return [(label, between(said, typed)) for label, said, typed in both if said != typed]


class TableForm(RefusableForm):
    """A CSV file, chosen or pasted, that is looked at before it is taken; the one who takes it says `take`."""

    file = FileField(_("CSV file"))
    content = TextAreaField(_("Or paste it here"))
    look = SubmitField(_("Look first"))

    def validate_content(self, field: TextAreaField) -> None:
        """One of the two must be given."""
        if not (field.data or "").strip() and not (self.file.data and self.file.data.filename):
            raise ValidationError(gettext("Choose a file or paste its lines."))

    def said(self) -> str:
        """The file's text; a file chosen now comes before what was pasted."""
        if self.file.data and self.file.data.filename:
            return str(self.file.data.read().decode("utf-8", errors="replace"))
        return self.content.data or ""


def _text(said: Any) -> str:
    if isinstance(said, list):
        return ", ".join(map(str, said))
    return "" if said is None else str(said).replace("\r\n", "\n").strip()
