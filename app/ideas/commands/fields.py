"""What the form of a challenge asks, in versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.ideas import queries
from app.ideas.commands.turns import hold_challenge
from app.ideas.events import FormChanged
from app.ideas.fields import KINDS, LONGEST, Definition, Field
from app.ideas.models import Challenge, FormVersion

MOST_FIELDS, MOST_EVER, MOST_OPTIONS, LONGEST_KEY = 30, 60, 40, 40
ROOM = {"label": 120, "help": 300, "unit": 20, "currency": 3}
BOUNDED = frozenset({"number", "money", "choices"})
LONGEST_GUIDE, LONGEST_OPTION, LARGEST = 200, 80, 10**12


def change_form(
    challenge: Challenge,
    rows: Sequence[Mapping[str, Any]],
    *,
    guides: Mapping[str, Any],
    version: int,
    by: Person | None,
) -> Definition:
    """Change what a challenge asks for; each change is a new version, and ideas keep the one they were written to.

    Fields that are left out are retired: their answers stay, and nobody is asked for more. Raises Conflict when
    somebody else changed the form since `version`, Invalid with a sentence for each `fields.<place>`.
    """
    hold_challenge(challenge)
    before = queries.form_of(challenge)
    if version != before.version:
        raise Conflict(_("Somebody changed the form meanwhile. Look at it as it is now, then change it again."))
    wanted = tidy_form(rows, guides, before)
    if (wanted.fields, wanted.guides) == (before.fields, before.guides):
        return before
    made = FormVersion(
        challenge_id=challenge.id, version=before.version + 1, fields=[field.as_row() for field in wanted.fields],
        guides=wanted.guides, made_by_id=by.id if by else None, made_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    after = {"form": made.fields, "guides": made.guides}
    was = {"form": [field.as_row() for field in before.fields], "guides": before.guides}
    audit.log("ideas.form_changed", f"challenge:{challenge.id}", by=by, before=was, after=after)
    record(FormChanged(challenge_id=challenge.id, version=made.version), by=by, space_id=challenge.space_id)
    return made.definition


def tidy_form(rows: Sequence[Mapping[str, Any]], guides: Mapping[str, Any], before: Definition) -> Definition:
    """A form as a challenge keeps it, in place of another one; raises Invalid with all that cannot be taken."""
    known, errors, kept = {field.key: field for field in before.fields}, dict[str, str](), list[Field]()
    used = set(known)
    for place, row in enumerate(rows):
        try:
            field = _field(row, known.get(str(row.get("key") or "")), used)
        except Invalid as refusal:
            errors |= {f"fields.{place}.{name}": said for name, said in refusal.errors.items()}
            continue
        if field.key in {each.key for each in kept}:
            errors[f"fields.{place}.label"] = _("This field is here twice.")
        used.add(field.key)
        kept.append(field)
    left_out = set(known) - {field.key for field in kept}
    kept += [replace(field, retired=True) for field in before.fields if field.key in left_out]
    if sum(not field.retired for field in kept) > MOST_FIELDS or len(kept) > MOST_EVER:
        errors["fields"] = _("A form has at most %(most)d fields.", most=MOST_FIELDS)
    said = {name: text.tidy(str(guides.get(name) or "")) for name in ("title", "body")}
    for name, words in said.items():
        if len(words) > LONGEST_GUIDE:
            errors[f"{name}_guide"] = _("Use at most %(most)d characters.", most=LONGEST_GUIDE)
    if errors:
        raise Invalid(errors)
    needs_body = bool(guides.get("body_required"))
    return Definition(fields=tuple(kept), title=said["title"], body=said["body"], body_required=needs_body)


def _field(row: Mapping[str, Any], was: Field | None, used: set[str]) -> Field:
    """One field as it was typed in; what it was keeps its key, its kind and who reads the answers."""
    words = {name: text.tidy(str(row.get(name) or "")) for name in ROOM}
    errors = {
        name: _("Use at most %(most)d characters.", most=most) for name, most in ROOM.items() if len(words[name]) > most
    }
    kind = str(row.get("kind") or "")
    if kind not in KINDS:
        errors["kind"] = _("Choose what kind of answer it takes.")
    if was is not None and (kind, bool(row.get("team"))) != (was.kind, was.team):
        errors["kind"] = _("What is answered already keeps its kind and its readers. Retire this field, add another.")
    if not words["label"]:
        errors["label"] = _("Give the field a name.")
    given = _limits(row, kind, errors) | _options(row, kind, errors)
    currency = words["currency"].upper() if kind == "money" else ""
    if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        errors["currency"] = _("Use the three letters of a currency, such as EUR.")
    if errors:
        raise Invalid(errors)
    return Field(
        key=was.key if was else _key(words["label"], used), kind=kind, label=words["label"], help=words["help"],
        required=bool(row.get("required")), team=bool(row.get("team")), retired=bool(row.get("retired")),
        unit=words["unit"] if kind == "number" else "", currency=currency, **given,
    )  # fmt: skip


def _key(label: str, used: set[str]) -> str:
    """A key from a label that no field of this challenge has or had."""
    stem = text.slug(label)[:LONGEST_KEY].strip("-") or "field"
    return next(key for n in range(1, MOST_EVER + 2) if (key := stem if n == 1 else f"{stem[:36]}-{n}") not in used)


def _options(row: Mapping[str, Any], kind: str, errors: dict[str, str]) -> dict[str, Any]:
    if kind not in {"choice", "choices"}:
        return {}
    tidy = (text.tidy(str(each)) for each in row.get("options") or ())
    options = tuple(dict.fromkeys(each for each in tidy if each))
    if not 2 <= len(options) <= MOST_OPTIONS:
        errors["options"] = _("Write 2 to %(most)d different options, one a line.", most=MOST_OPTIONS)
    elif any(len(each) > LONGEST_OPTION for each in options):
        errors["options"] = _("An option has at most %(most)d characters.", most=LONGEST_OPTION)
    return {"options": options}


def _limits(row: Mapping[str, Any], kind: str, errors: dict[str, str]) -> dict[str, Any]:
    names = ("least", "most") if kind in BOUNDED else ("longest",) if kind in LONGEST else ()
    limits: dict[str, Any] = {}
    for name in names:
        said = row.get(name)
        if said is None or str(said).strip() == "":
            continue
        number = _number(said)
        if number is None or (kind in {"choices", *LONGEST} and (number != int(number) or number < 1)):
            errors[name] = _("Use a number.")
        else:
            limits[name] = number
    if "longest" in limits:
        limits["longest"] = int(limits["longest"])
        if limits["longest"] > (text.LONGEST if kind == "long" else LONGEST["link"]):
            errors["longest"] = _("That is more than a field can hold.")
    if limits.get("least", -LARGEST) > limits.get("most", LARGEST):
        errors["most"] = _("The most must not be below the least.")
    return limits


def _number(said: Any) -> float | None:
    try:
        number = Decimal(str(said).strip())
    except InvalidOperation:
        return None
    return float(number) if number.is_finite() and abs(number) < LARGEST else None
