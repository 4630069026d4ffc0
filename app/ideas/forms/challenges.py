"""A challenge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core.access import Invalid
from app.core.forms import RefusableForm, known_time
from app.core.text import LONGEST
from app.core.words import Piece, between
from app.ideas import words
from app.ideas.commands import Words, address_for, version_of
from app.ideas.forms.phases import Boxes, PhaseForm
from app.ideas.models import Challenge
from app.spaces.models import Space

TEXTS = ("title", "brief", "goal", "rules", "reward", "sponsor")
CHOSEN = ("audience", "blind", "blind_hours", "allows_anonymous", "allows_private", "idea_cap", "vote_cap")
PLAIN = (*TEXTS, *CHOSEN, "blind_rule")
ADD, REMOVE = "add", "remove-"


class ChallengeForm(RefusableForm):
    """A challenge; times are in UTC."""

    template = HiddenField()
    version = HiddenField()
    title = StringField(_("Title"), [InputRequired(_("Give the challenge a title.")), Length(max=160)])
    space = SelectField(_("Space"))
    brief = TextAreaField(_("Brief"), [InputRequired(_("Say what you ask for, and why.")), Length(max=LONGEST)])
    goal = StringField(_("Goal"), [Length(max=300)])
    rules = TextAreaField(_("Rules"), [Length(max=LONGEST)])
    reward = StringField(_("What people get"), [Length(max=300)])
    sponsor = StringField(_("Sponsor"), [Length(max=120)])
    opens_at = DateTimeLocalField(_("Opens (UTC)"), [Optional(), known_time])
    closes_at = DateTimeLocalField(_("Closes (UTC)"), [Optional(), known_time])
    standing = BooleanField(_("Always open: it never closes"))
    phases = FieldList(FormField(PhaseForm))
    audience = SelectField(
        _("Audience"),
        choices=[
            SelectChoice("public", _("Everybody who sees the space")),
            SelectChoice("segments", _("Chosen customers and employees")), SelectChoice("internal", _("Employees")),
        ],
    )  # fmt: skip
    segments = Boxes(_("Customers in these segments"))
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
    idea_cap = IntegerField(_("Ideas per person"), [Optional(), NumberRange(1, 10_000, _("Use a number from 1 on."))])
    vote_cap = IntegerField(_("Votes per person"), [Optional(), NumberRange(1, 10_000, _("Use a number from 1 on."))])

    def offer(self, spaces: Iterable[Space], segments: Iterable[tuple[str, int]]) -> None:
        """Let one choose among these spaces and segments; a segment that nobody is in any more stays while chosen."""
        self.space.choices = [SelectChoice(space.slug, space.name) for space in spaces]
        offered = [SelectChoice(segment, f"{segment} ({count})") for segment, count in segments]
        known = {choice.value for choice in offered}
        held = [SelectChoice(s, s) for s in (self.segments.object_data or ()) if s not in known]
        self.segments.choices = [*offered, *held]

    def rows_changed(self, asked: str) -> bool:
        """Add an empty phase, or remove one, where a button asks for it."""
        number = asked.removeprefix(REMOVE)
        if asked == ADD:
            self.phases.append_entry()
        elif number.isascii() and number.isdigit() and len(number) < 9 and int(number) < len(self.phases.entries):
            del self.phases.entries[int(number)]
        return bool(asked)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be handed on; without phases it needs its own dates."""
        valid = bool(super().validate(extra_validators))
        for row in self._rows():
            valid = row.complete() and valid
        if self._rows():
            return valid
        for field, said, needed in (
            (self.opens_at, _("Say when it opens."), True),
            (self.closes_at, _("Say when it closes, or that it is always open."), not self.standing.data),
        ):
            if needed and field.data is None and not field.errors:
                field.errors, valid = [*field.errors, said], False
        return valid

    @property
    def words(self) -> Words:
        """What the commands take."""
        plain: dict[str, Any] = {name: self.data[name] or "" for name in TEXTS}
        plain |= {name: self.data[name] for name in CHOSEN}
        plain["blind_rule"] = self.blind_rule.data or "voted"
        stretches = [row.as_stretch() for row in self._rows()]
        opens_at = self.opens_at.data or (stretches[0].starts_at if stretches else None)
        closes_at = None if self.standing.data else self.closes_at.data
        return cast("Words", {
            **plain, "opens_at": _utc(opens_at), "closes_at": _utc(closes_at), "phases": stretches,
            "segments": self.segments.data or [],
        })  # fmt: skip

    @property
    def address(self) -> str:
        """Where a new challenge will be, made from its title."""
        return address_for(self.title.data or "")

    @property
    def errors(self) -> dict[str | None, Any]:
        """What is wrong, by field; what is wrong with a phase says with which."""
        found = {name: said for name, said in super().errors.items() if name != "phases"}
        for place, row in enumerate(entry.form for entry in self.phases):
            for field in row:
                if field.errors:
                    name = gettext("Phase %(number)s", number=place + 1)
                    found[field.id] = [f"{name}: {said}" for said in field.errors]
        return found

    def apart_from(self, now: Mapping[str, Any]) -> list[tuple[str, list[Piece]]]:
        """The same in words: what is chosen by its label, each phase on a line of its own."""
        fields = [(self[name], said) for name, said in now.items() if name not in {"version", "space"}]
        both = [(field.label.text, _in_words(field, said), _in_words(field, field.data)) for field, said in fields]
        return [(label, between(said, typed)) for label, said, typed in both if said != typed]

    def refuse(self, refusal: Invalid) -> None:
        """Put each sentence on its field, those about phases on theirs."""
        rows, rest = self._rows(), {}
        for name, sentence in refusal.errors.items():
            parts = name.split(".")
            if parts[0] == "phases" and len(parts) == 3:
                field = rows[int(parts[1])][parts[2]]
                field.errors = [*field.errors, sentence]
            else:
                rest[name] = sentence
        super().refuse(Invalid(rest))

    def _rows(self) -> list[PhaseForm]:
        return [entry.form for entry in self.phases if not entry.form.is_blank]


def _in_words(field: Any, said: Any) -> str:
    """What a field holds, as a person reads it."""
    if isinstance(said, bool):
        return str(gettext("yes") if said else gettext("no"))
    if isinstance(said, datetime):
        return f"{said:%Y-%m-%d %H:%M}"
    if isinstance(field, FieldList):
        return "\n".join(_as_line(row) for row in said if row["name"])
    if isinstance(said, list):
        return ", ".join(said)
    if choices := getattr(field, "choices", ()):
        said = {choice.value: choice.label for choice in choices}.get(said, said)
    return "" if said is None else str(said).replace("\r\n", "\n").strip()


def _as_line(row: Mapping[str, Any]) -> str:
    dates = " – ".join(f"{row[name]:%Y-%m-%d %H:%M}" for name in ("starts_at", "ends_at") if row[name])
    return f"{row['name']}: {dates}, {words.listed([words.deed_names()[deed] for deed in row['deeds']])}"


def said_of(challenge: Challenge) -> dict[str, Any]:
    """A challenge as its form shows it."""
    plain = {name: getattr(challenge, name) for name in PLAIN}
    phases = [
        {"number": p.id, "name": p.name, "starts_at": _plain(p.starts_at), "ends_at": _plain(p.ends_at),
         "deeds": p.deeds}
        for p in challenge.phases
    ]  # fmt: skip
    dates: Mapping[str, Any] = {} if phases else {
        "opens_at": _plain(challenge.opens_at), "standing": challenge.is_standing,
        "closes_at": None if challenge.is_standing else _plain(challenge.closes_at),
    }  # fmt: skip
    more = {"segments": challenge.segments, "space": challenge.space.slug, "version": version_of(challenge)}
    return {**plain, **dates, "phases": phases, **more}


def _plain(moment: datetime) -> datetime:
    """As a field for a date and a time shows it."""
    return moment.astimezone(UTC).replace(tzinfo=None, second=0, microsecond=0)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None
