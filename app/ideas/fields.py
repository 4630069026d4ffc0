"""The fields of a challenge's form, and what may be answered to them; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _

from app.core import text
from app.core.access import Invalid

KINDS = ("text", "long", "number", "money", "date", "choice", "choices", "yes", "link", "person")
# Which kinds are words of the writer's own: screened, and searched where everybody sees them.
WORDS = frozenset({"text", "long", "link"})
LONGEST = {"text": 200, "long": 4000, "link": 500}
LARGEST, DECIMALS = Decimal(10**12), 6
YES, NO = frozenset({"yes", "true", "1", "y"}), frozenset({"no", "false", "0", "n"})
PREFIX = "fields."


@dataclass(frozen=True)
class Field:
    """One field; its `key` stays the same, and so do its `kind` and whether its answers are for the `team` only.

    `least` and `most` bound a number, an amount, or how many of several options are chosen.
    """

    key: str
    kind: str
    label: str
    help: str = ""
    required: bool = False
    team: bool = False
    retired: bool = False
    options: tuple[str, ...] = ()
    unit: str = ""
    currency: str = ""
    least: float | None = None
    most: float | None = None
    longest: int | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Field:
        """From a row as the database keeps it."""
        return cls(**{**row, "options": tuple(row.get("options", ()))})

    def as_row(self) -> dict[str, Any]:
        """As the database keeps it: what says nothing is left out."""
        said = {name: value for name, value in asdict(self).items() if value or (value == 0 and value is not False)}
        return {**said, "options": list(self.options)} if self.options else said

    @property
    def name(self) -> str:
        """What it is called in forms and in what is said of them."""
        return f"{PREFIX}{self.key}"

    @property
    def limit(self) -> int:
        """How many characters it takes."""
        return self.longest or LONGEST.get(self.kind, LONGEST["text"])


@dataclass(frozen=True)
class Definition:
    """A version of a form; 0 is that of a challenge which asks for a title and a text only."""

    id: int | None = None
    version: int = 0
    fields: tuple[Field, ...] = ()
    title: str = ""
    body: str = ""
    body_required: bool = False

    @property
    def asked(self) -> list[Field]:
        """The fields that are asked now, in their order."""
        return [field for field in self.fields if not field.retired]

    @property
    def guides(self) -> dict[str, Any]:
        """What it says of the title and the text."""
        return {"title": self.title, "body": self.body, "body_required": self.body_required}

    @property
    def content(self) -> dict[str, Any]:
        """What a template keeps of it."""
        return {"fields": [field.as_row() for field in self.asked], **self.guides}


class Fault(ValueError):
    """An answer that cannot be taken, with a sentence for its writer."""


def checked(
    definition: Sequence[Field],
    answers: Mapping[str, Any],
    *,
    people: Mapping[str, int] | None = None,
    kept: Mapping[str, Any] | None = None,
    bare: bool = False,
) -> dict[str, Any]:
    """Answers as they are kept, by key; raises Invalid with a sentence for each field, by its form's name for it.

    `people` are the ids of those whom the answers name, by handle. What was `kept` of fields retired since stays;
    `bare` asks for nothing, as for what is imported.
    """
    asked = {field.key: field for field in definition if not field.retired}
    retired = {field.key for field in definition if field.retired}
    errors = {f"{PREFIX}{key}": _("The form has no such field.") for key in answers if key not in asked}
    taken = {key: value for key, value in (kept or {}).items() if key in retired}
    for key, field in asked.items():
        try:
            said = answers.get(key)
            if is_blank(said):
                if field.required and not bare:
                    raise Fault(_("This needs an answer."))
                continue
            taken[key] = _person(said, people or {}) if field.kind == "person" else _TAKERS[field.kind](field, said)
        except Fault as fault:
            errors[field.name] = str(fault)
    if errors:
        raise Invalid(errors)
    return taken


def is_blank(said: Any) -> bool:
    """Whether nothing was answered; a currency alone says nothing."""
    if isinstance(said, Mapping):
        return is_blank(said.get("amount"))
    if isinstance(said, list | tuple):
        return not any(str(each).strip() for each in said)
    return said is None or (isinstance(said, str) and not said.strip())


def handles(definition: Sequence[Field], answers: Mapping[str, Any]) -> list[str]:
    """The handles that answers name, for whoever looks them up."""
    named = [answers.get(field.key) for field in definition if field.kind == "person"]
    return [handle_of(said) for said in named if isinstance(said, str)]


def handle_of(said: str) -> str:
    """A handle as it was typed, as it is kept."""
    return said.strip().removeprefix("@").casefold()


def written(form: Definition, answers: Mapping[str, Any]) -> dict[str, str]:
    """The answers that are words of the writer's own, by their name in forms."""
    return {f.name: answers[f.key] for f in form.asked if f.kind in WORDS and f.key in answers}


def _text(field: Field, said: Any) -> str:
    return _within(field, text.tidy(_string(said)))


def _long(field: Field, said: Any) -> str:
    return _within(field, _string(said).replace("\r\n", "\n").strip())


def _number(field: Field, said: Any) -> int | float:
    number = _bounded(field, _decimal(said))
    return int(number) if number == number.to_integral_value() else float(number)


def _money(field: Field, said: Any) -> dict[str, str]:
    given = said if isinstance(said, Mapping) else {"amount": said}
    amount = _bounded(field, _decimal(given.get("amount")), field.currency)
    if amount != (cents := amount.quantize(Decimal("0.01"))):
        raise Fault(_("Use at most two decimals."))
    currency = str(given.get("currency") or field.currency).strip().upper()
    if len(currency) != 3 or not (currency.isascii() and currency.isalpha()):
        raise Fault(_("Say in which currency, such as EUR."))
    if field.currency and currency != field.currency:
        raise Fault(_("The amount must be in %(currency)s.", currency=field.currency))
    return {"amount": str(cents), "currency": currency}


def _date(_field: Field, said: Any) -> str:
    try:
        day = date.fromisoformat(_string(said).strip())
    except ValueError:
        raise Fault(_("Use a date such as 2030-01-31.")) from None
    if not 1900 <= day.year < 3000:
        raise Fault(_("Use a date such as 2030-01-31."))
    return day.isoformat()


def _choice(field: Field, said: Any) -> str:
    if said not in field.options:
        raise Fault(_("Choose one of these: %(options)s.", options=", ".join(field.options)))
    return str(said)


def _choices(field: Field, said: Any) -> list[str]:
    given = said if isinstance(said, list | tuple) else [said]
    if any(each not in field.options for each in given):
        raise Fault(_("Choose from these: %(options)s.", options=", ".join(field.options)))
    chosen = [option for option in field.options if option in given]
    if field.most is not None and len(chosen) > field.most:
        raise Fault(_("Choose at most %(most)d.", most=int(field.most)))
    if field.least is not None and len(chosen) < field.least:
        raise Fault(_("Choose at least %(least)d.", least=int(field.least)))
    return chosen


def _yes(_field: Field, said: Any) -> bool:
    word = str(said).strip().casefold()
    if word not in YES | NO:
        raise Fault(_("Say yes or no."))
    return word in YES


def _link(field: Field, said: Any) -> str:
    address = text.tidy(_string(said))
    try:
        parts = urlsplit(address)
        is_link = parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in address
    except ValueError:
        is_link = False
    if not is_link:
        raise Fault(_("Use a web address that begins with https://."))
    return _within(field, address)


def _person(said: Any, people: Mapping[str, int]) -> int:
    known = people.get(handle_of(_string(said)))
    if known is None:
        raise Fault(_("There is nobody with this handle."))
    return known


def _string(said: Any) -> str:
    if not isinstance(said, str):
        raise Fault(_("This must be text."))
    return said


def _within(field: Field, words: str) -> str:
    if len(words) > field.limit:
        raise Fault(_("Use at most %(most)d characters.", most=field.limit))
    return words


def _decimal(said: Any) -> Decimal:
    word = "" if isinstance(said, bool) else str(said).strip().replace("\u2212", "-")
    try:
        number = Decimal(word) if word.isascii() and "_" not in word else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Fault(_("Use a number such as 1200 or 12.5."))
    if abs(number) >= LARGEST or number != round(number, DECIMALS):
        raise Fault(_("Use a smaller number, with at most %(most)d decimals.", most=DECIMALS))
    return number


def _bounded(field: Field, number: Decimal, unit: str = "") -> Decimal:
    unit = unit or field.unit
    if field.least is not None and number < Decimal(str(field.least)):
        raise Fault(_("Use at least %(least)s.", least=f"{field.least:g} {unit}".strip()))
    if field.most is not None and number > Decimal(str(field.most)):
        raise Fault(_("Use at most %(most)s.", most=f"{field.most:g} {unit}".strip()))
    return number


_TAKERS: dict[str, Callable[[Field, Any], Any]] = {
    "text": _text, "long": _long, "number": _number, "money": _money, "date": _date, "choice": _choice,
    "choices": _choices, "yes": _yes, "link": _link,
}  # fmt: skip
