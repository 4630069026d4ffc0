"""What every feature's forms share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DecimalField, HiddenField, SelectField, SubmitField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind

from app.core import clock
from app.core.access import Invalid
from app.core.sheet import ENCODINGS, UNICODE, deciphered
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


WRITTEN_IN = dict(
    zip(
        ENCODINGS,
        (
            _("Unicode (UTF-8 or UTF-16)"), _("Windows, western Europe"), _("Windows, central Europe"),
            _("Windows, Cyrillic"), _("Windows, Greek"), _("Windows, Turkish"), _("Mac, western Europe"),
        ),
        strict=True,
    )
)  # fmt: skip
EXAMPLES = 5


class TableForm(RefusableForm):
    """A CSV file, chosen or pasted, that is looked at before it is taken; the one who takes it says `take`."""

    file = FileField(_("CSV file"))
    content = TextAreaField(_("Or paste it here"))
    encoding = SelectField(
        _("Saved in"), default="",
        choices=[SelectChoice("", _("As the file itself says")), *(SelectChoice(*each) for each in WRITTEN_IN.items())],
        description=_("Choose another where accents or letters come out wrong; then look again."),
    )  # fmt: skip
    read_as = HiddenField(default="")
    look = SubmitField(_("Look first"))
    must_look = False

    def validate_content(self, field: TextAreaField) -> None:
        """One of the two must be given."""
        if not (field.data or "").strip() and not (self.file.data and self.file.data.filename):
            raise ValidationError(gettext("Choose a file or paste its lines."))

    def read(self) -> None:
        """Put the file's text into `content`; a file chosen now comes before what was pasted. Raises Invalid.

        `must_look` is set where its letters are guessed, or read otherwise than when they were looked at.
        """
        chosen = self.encoding.data or ""
        try:
            if self.file.data and self.file.data.filename:
                self.content.data, self.read_as.data = deciphered(self.file.data.read(), chosen)
                self.must_look = not chosen and self.read_as.data != UNICODE
            elif chosen and self.was_read_as not in ("", chosen):
                again = (self.content.data or "").encode(self.was_read_as)
                self.content.data, self.read_as.data = deciphered(again, chosen)
                self.must_look = True
        except UnicodeError:
            told = gettext("This file cannot be read as text so. Save it as “CSV UTF-8”, then choose it again.")
            raise Invalid({"content": told}) from None

    @property
    def was_read_as(self) -> str:
        """What the text was taken to be saved in; empty where it was pasted."""
        return self.read_as.data if self.read_as.data in ENCODINGS else ""

    @property
    def guessed_as(self) -> Any:
        """The same in words, where it is no Unicode, which tells itself from all else; empty otherwise."""
        return WRITTEN_IN[self.was_read_as] if self.was_read_as not in ("", UNICODE) else ""

    def examples(self) -> list[str]:
        """The first lines with letters that another encoding would make others of."""
        lines = (self.content.data or "").splitlines()
        return [line[:160] for line in lines if not line.isascii()][:EXAMPLES]


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
