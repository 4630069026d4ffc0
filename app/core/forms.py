"""What every feature's forms share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DecimalField, SubmitField, TextAreaField, ValidationError

from app.core import clock
from app.core.access import Invalid
from app.core.sheet import decoded
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
        """The file's text; a file chosen now comes before what was pasted. Raises Invalid for what is no text."""
        if not self.file.data or not self.file.data.filename:
            return self.content.data or ""
        try:
            return decoded(self.file.data.read())
        except UnicodeDecodeError:
            told = gettext("This file is neither UTF-8 nor UTF-16. Save it as “CSV UTF-8”, then choose it again.")
            raise Invalid({"content": told}) from None


class FigureField(DecimalField):
    """A decimal number that one can reckon with; Python takes some words for numbers that one cannot."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read it; raises ValueError."""
        super().process_formdata(valuelist)
        if valuelist and self.data is not None and not self.data.is_finite():
            self.data = None
            raise ValueError(gettext("Use a number such as 1200 or 12.5."))


def known_day(_form: Any, field: Any) -> None:
    """Refuse days so near the ends of the calendar that nothing can be reckoned from them."""
    if field.data is not None and not clock.FIRST_DAY <= field.data <= clock.LAST_DAY:
        first, last = clock.FIRST_DAY.year, clock.LAST_DAY.year
        raise ValidationError(gettext("Choose a day between %(first)d and %(last)d.", first=first, last=last))


def known_time(_form: Any, field: Any) -> None:
    """The same of days with their time."""
    if field.data is not None and not clock.EARLIEST <= field.data.year < clock.LATEST:
        first, last = clock.EARLIEST, clock.LATEST - 1
        raise ValidationError(gettext("Choose a year from %(first)d to %(last)d.", first=first, last=last))


def _text(said: Any) -> str:
    if isinstance(said, list):
        return ", ".join(map(str, said))
    return "" if said is None else str(said).replace("\r\n", "\n").strip()
