"""A review: scores and reasons by the rubric, or why one cannot judge."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, Optional

from app.core.forms import RefusableForm
from app.ideas.models import Challenge, Review

LOWEST, HIGHEST = 1, 5


class ConflictForm(RefusableForm):
    """Why one cannot judge."""

    conflict = StringField(
        _("What is the conflict?"), [InputRequired(_("Say in a few words what it is.")), Length(max=300)]
    )


class AskAuthorForm(RefusableForm):
    """What a reviewer wants to know before they judge."""

    question = TextAreaField(
        _("What do you need to know?"), [InputRequired(_("Write your question first.")), Length(max=4000)]
    )


def review_form(challenge: Challenge, mine: Review | None = None) -> RefusableForm:
    """A form with a score and a reason for each criterion of the rubric, filled with one's own review."""
    fields: dict[str, Any] = {"version": HiddenField(default=str(challenge.rubric_version))}
    for criterion in challenge.rubric:
        fields |= _criterion_fields(criterion)
    fields["statement"] = StringField(_("Why can you judge all the same?"), [Length(max=300)])
    known: dict[str, Any] = {}
    if mine is not None:
        known = {f"scores.{key}": str(score) for key, score in mine.scores.items()}
        known |= {f"reasons.{key}": reason for key, reason in mine.reasons.items()}
        known["statement"] = mine.statement or ""
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
