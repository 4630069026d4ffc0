"""Stages, gates and promises of a space."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core.forms import FigureField, RefusableForm
from app.ideas.models import Stage


class StageForm(RefusableForm):
    """A new stage."""

    name = StringField(_("Name"), [InputRequired(_("Give it a name.")), Length(max=40)])
    kind = SelectField(_("Kind"), description=_("What everybody else’s lists count it as. It never changes."))

    def offer(self, kinds: dict[str, str]) -> None:
        """Let one choose among the kinds."""
        self.kind.choices = [SelectChoice(kind, label) for kind, label in kinds.items()]


class CriterionForm(RefusableForm):
    """One more criterion of a gate."""

    type = SelectField(_("What must be so"))
    least = FigureField(
        _("At least"), [Optional(), NumberRange(0, 100_000)], places=None,
        description=_("For votes, reviews, days and scores."),
    )  # fmt: skip
    rubric = SelectField(_("Criterion of the rubric"), description=_("For the score of one criterion."))
    handle = StringField(_("Who signs off"), [Length(max=40)], description=_("For a sign-off, such as @emma."))
    text = StringField(_("In words"), [Length(max=200)], description=_("For what no figure tells; somebody ticks it."))
    firm = BooleanField(_("Only an owner of the space may waive it"))

    def offer(self, types: dict[str, str], rubric: Iterable[dict[str, Any]]) -> None:
        """Let one choose a type, and a criterion of these rubrics."""
        self.type.choices = [SelectChoice(key, label) for key, label in types.items()]
        named = {each["key"]: each["name"] for each in rubric}
        self.rubric.choices = [SelectChoice(key, name) for key, name in named.items()]


class PromiseForm(RefusableForm):
    """Past which threshold an answer is promised, and how soon."""

    measure = SelectField(_("An idea is owed an answer once"))
    threshold = IntegerField(_("Number"), [InputRequired(_("Enter a number.")), NumberRange(1, 100_000)])
    days = IntegerField(_("Working days until the answer"), [InputRequired(_("Enter a number.")), NumberRange(1, 365)])

    def offer(self, measures: dict[str, str]) -> None:
        """Let one choose a measure."""
        self.measure.choices = [SelectChoice(key, label) for key, label in measures.items()]


class RetireForm(RefusableForm):
    """Where the ideas of a closed stage go."""

    into = SelectField(_("Its ideas go to"))

    def offer(self, stages: Iterable[Stage], but: str) -> None:
        """Let one choose another stage."""
        self.into.choices = [SelectChoice(stage.key, stage.label) for stage in stages if stage.key != but]
