"""What the form of a challenge asks, as the team changes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind

from app.core.access import Invalid
from app.core.forms import RefusableForm
from app.ideas import words
from app.ideas.fields import Definition, Field

Rows = list[dict[str, Any]]
MOST = 60
BOUNDS = ("least", "most", "longest")


class FieldForm(PlainForm):
    """One field of a form; numbers are kept as they were typed, so that none is lost."""

    key = HiddenField()
    kind = HiddenField()
    retired = HiddenField()
    label = StringField(_("Label"))
    help = StringField(_("Help"))
    required = BooleanField(_("Needs an answer"))
    team = BooleanField(_("Only the innovation team and the authors read the answers"))
    options = TextAreaField(_("Options, one a line"))
    unit = StringField(_("Unit"))
    currency = StringField(_("Currency"))
    least = StringField(_("At least"))
    most = StringField(_("At most"))
    longest = StringField(_("Most characters"))

    @property
    def given(self) -> dict[str, Any]:
        """As the command takes it."""
        return {**self.data, "options": (self.options.data or "").splitlines()}


class FormForm(RefusableForm):
    """The fields in their order, those that are asked no more last, and what guides the title and the text."""

    version = HiddenField()
    title_guide = StringField(_("Hint below the title"))
    body_guide = StringField(_("What to say in the text"))
    body_required = BooleanField(_("An idea needs a text"))
    rows = FieldList(FormField(FieldForm), max_entries=MOST)
    add_kind = SelectField(_("Kind of answer"), validate_choice=False)
    # Which row a button has just moved or made.
    touched: int | None = None

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.add_kind.choices = [SelectChoice(kind, name) for kind, name in words.field_kinds().items()]

    @classmethod
    def of(cls, form: Definition) -> FormForm:
        """Filled with what holds now."""
        return cls._filled(str(form.version), form.guides, [_row(field) for field in form.fields])

    @classmethod
    def _filled(cls, version: str, guides: dict[str, Any], rows: Rows) -> FormForm:
        asked = [row for row in rows if not row["retired"]]
        return cls(
            formdata=None, version=version, title_guide=guides["title"], body_guide=guides["body"],
            body_required=guides["body_required"], rows=[*asked, *(row for row in rows if row["retired"])],
        )  # fmt: skip

    @property
    def guides(self) -> dict[str, Any]:
        """What guides the title and the text, as the command takes it."""
        return {
            "title": self.title_guide.data or "", "body": self.body_guide.data or "",
            "body_required": self.body_required.data,
        }  # fmt: skip

    @property
    def given(self) -> Rows:
        """The fields, as the command takes them."""
        return [entry.form.given for entry in self.rows]

    @property
    def known_version(self) -> int:
        """The version that was changed; none where it says nonsense."""
        said = self.version.data or ""
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1

    def rearranged(self, asked: str) -> FormForm:
        """With a row added, moved, retired, restored or taken out, as a button asks for it."""
        deed, _dash, place = asked.partition("-")
        rows: Rows = [entry.form.data for entry in self.rows]
        at = int(place) if place.isascii() and place.isdigit() and int(place[:4]) < len(rows) else None
        known = self._deeds(rows)
        touched = known[deed](at) if deed in known and (deed == "add" or at is not None) else None
        made = self._filled(self.version.data or "", self.guides, rows)
        made.touched = touched
        return made

    def overtaken_by(self, form: Definition) -> FormForm:
        """What was typed, with what somebody else added meanwhile behind it."""
        rows: Rows = [entry.form.data for entry in self.rows]
        typed = {row["key"] for row in rows}
        rows += [_row(field) for field in form.fields if field.key not in typed]
        return self._filled(str(form.version), self.guides, rows)

    @property
    def errors(self) -> dict[str | None, Any]:
        """What is wrong, by field; what is wrong with a row says with which."""
        found = {name: said for name, said in super().errors.items() if name != "rows"}
        for place, row in enumerate(entry.form for entry in self.rows):
            for field in row:
                if field.errors:
                    name = row.label.data or gettext("Field %(number)s", number=place + 1)
                    found[field.id] = [f"“{name}”: {said}" for said in field.errors]
        return found

    def refuse(self, refusal: Invalid) -> None:
        """Put each sentence on its field, those about rows on theirs."""
        rest = {}
        for name, sentence in refusal.errors.items():
            parts = name.split(".")
            row = self.rows[int(parts[1])].form if parts[0] == "fields" and len(parts) == 3 else None
            if row is None:
                rest[name] = sentence
            else:
                # What is fixed has no input to stand beside.
                field = row[parts[2] if parts[2] != "kind" else "label"]
                field.errors = [*field.errors, sentence]
        super().refuse(Invalid(rest))

    def _deeds(self, rows: Rows) -> dict[str, Callable[[Any], int | None]]:
        def move(at: int, to: int) -> int:
            if 0 <= to < len(rows) and not rows[to]["retired"]:
                rows.insert(to, rows.pop(at))
                return to
            return at

        def put(at: int, retired: str) -> int:
            rows.append({**rows.pop(at), "retired": retired})
            asked = sum(not row["retired"] for row in rows)
            return min(at, asked - 1) if retired else asked - 1

        def add(_at: object) -> int | None:
            if len(rows) >= MOST:
                return None
            place = sum(not row["retired"] for row in rows)
            rows.insert(place, {"kind": self.add_kind.data, "retired": ""})
            return place

        def remove(at: int) -> None:
            if not rows[at]["key"]:
                del rows[at]

        return {
            "add": add, "up": lambda at: move(at, at - 1), "down": lambda at: move(at, at + 1), "remove": remove,
            "retire": lambda at: put(at, "1"), "restore": lambda at: put(at, ""),
        }  # fmt: skip


def _row(field: Field) -> dict[str, Any]:
    """A field as its row shows it."""
    plain = {
        name: getattr(field, name) for name in ("key", "kind", "label", "help", "required", "team", "unit", "currency")
    }
    limits = {name: "" if (limit := getattr(field, name)) is None else f"{limit:.15g}" for name in BOUNDS}
    return {**plain, **limits, "options": "\n".join(field.options), "retired": "1" if field.retired else ""}
