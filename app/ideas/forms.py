"""What may be typed in on the pages of the idea exchange; the commands have the last word on what is taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput

from app.core.forms import RefusableForm
from app.core.text import LONGEST, slug
from app.ideas.models import STAGES, Challenge, Review
from app.spaces.models import Space

LOWEST, HIGHEST = 1, 5
WHY = _("Reason, shown on the idea and sent to those who follow it")


class IdeaForm(RefusableForm):
    """An idea, and the challenge it answers."""

    challenge = SelectField(_("Challenge"))
    title = StringField(
        _("Your idea in one line"),
        [InputRequired(_("Say in a few words what the idea is."))],
        description=_("Name what should be there, not what is wrong."),
    )
    body = TextAreaField(_("What would it do for you, and how could it work?"), [Length(max=LONGEST)])

    def offer(self, challenges: Iterable[Challenge]) -> None:
        """Let one choose among these challenges."""
        self.challenge.choices = [SelectChoice(challenge.slug, challenge.title) for challenge in challenges]


class CommentForm(RefusableForm):
    """A comment, perhaps in reply to another one."""

    body = TextAreaField(_("Your comment"), [InputRequired(_("Write a comment first."))])
    reply_to = IntegerField(widget=HiddenInput(), validators=[Optional()])


class ConflictForm(RefusableForm):
    """Why one cannot judge."""

    conflict = StringField(
        _("What is the conflict?"), [InputRequired(_("Say in a few words what it is.")), Length(max=300)]
    )


class MoveForm(RefusableForm):
    """Another stage, and why."""

    stage = SelectField(_("Move to"))
    reason = TextAreaField(WHY, [InputRequired(_("Say why: voters and commenters will read it.")), Length(max=4000)])

    def offer(self, labels: dict[str, str], but: str) -> None:
        """Let one choose any stage but this."""
        self.stage.choices = [SelectChoice(stage, labels[stage]) for stage in STAGES if stage != but]


class MergeForm(RefusableForm):
    """The idea to merge into."""

    into = IntegerField(
        _("Number of the idea to merge into"),
        [InputRequired(_("Enter the number in the other idea’s address.")), NumberRange(1, 2**53)],
        description=_("The number in its address, such as 42 in /ideas/42. Each voter counts once there."),
    )


class OutcomeForm(RefusableForm):
    """A line of the ledger."""

    kind = SelectField(_("Kind"), choices=[SelectChoice("benefit", _("Benefit")), SelectChoice("cost", _("Cost"))])
    basis = SelectField(
        _("Basis"), choices=[SelectChoice("forecast", _("Forecast")), SelectChoice("realised", _("Realised"))]
    )
    amount = DecimalField(
        _("Amount"), [InputRequired(_("Enter an amount above zero.")), NumberRange(0, 10**12 - 1)], places=2
    )
    currency = StringField(
        _("Currency"), [InputRequired(), Regexp(r"^[A-Za-z]{3}$", message=_("Use three letters, such as EUR."))]
    )
    date = DateField(_("Date"), [InputRequired(_("Say when."))])
    evidence = TextAreaField(
        _("Where does the figure come from?"), [InputRequired(_("Say where the figure comes from.")), Length(max=4000)]
    )


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
    blind = BooleanField(_("Blind: hide vote counts until it closes"))

    def offer(self, spaces: Iterable[Space]) -> None:
        """Let one choose among these spaces."""
        self.space.choices = [SelectChoice(space.slug, space.name) for space in spaces]

    @property
    def words(self) -> dict[str, Any]:
        """What the command takes, with the address made from the title."""
        plain = {name: value for name, value in self.data.items() if name not in {"csrf_token", "space"}}
        times = {name: plain[name].replace(tzinfo=UTC) for name in ("opens_at", "closes_at")}
        return {**plain, **times, "slug": slug(plain["title"])}


def review_form(challenge: Challenge, mine: Review | None = None) -> RefusableForm:
    """A form with a score and a reason for each criterion of the rubric, filled with one's own review."""
    fields: dict[str, Any] = {}
    for criterion in challenge.rubric:
        fields |= _criterion_fields(criterion)
    known: dict[str, Any] = {}
    if mine is not None:
        known = {f"scores.{key}": str(score) for key, score in mine.scores.items()}
        known |= {f"reasons.{key}": reason for key, reason in mine.reasons.items()}
    form: RefusableForm = type("ReviewForm", (RefusableForm,), fields)(data=known)
    return form


def reviewed(form: RefusableForm, part: str) -> dict[str, Any]:
    """What was typed in of one part: the `scores`, as numbers, or the `reasons`."""
    fields = [field for field in form if field.name.startswith(f"{part}.") and field.data]
    given = {field.name.partition(".")[2]: field.data for field in fields}
    return {key: int(value) for key, value in given.items()} if part == "scores" else given


def _criterion_fields(criterion: dict[str, Any]) -> dict[str, Any]:
    key, scale = criterion["key"], [SelectChoice(str(score), str(score)) for score in range(LOWEST, HIGHEST + 1)]
    score = RadioField(criterion["name"], [Optional()], choices=scale, description=criterion.get("help", ""))
    return {f"scores.{key}": score, f"reasons.{key}": StringField(_("Why?"), [Length(max=4000)])}
