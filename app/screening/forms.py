"""What somebody fills in who writes a rule, or tries the rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FloatField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import RefusableForm
from app.core.text import LONGEST
from app.screening import labels
from app.screening.models import StoredRule
from app.screening.rules import ACTIONS, EVERYWHERE, KINDS, SCOPES, WRITERS
from app.spaces.models import Space

LASTS = (200, 1_000, 2_000)


def _choices(values: Iterable[str], words: dict[str, Any]) -> list[Any]:
    return [SelectChoice(value, words[value]) for value in values]


class Boxes(SelectMultipleField):
    """Several choices, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RuleForm(RefusableForm):
    """A rule, and a text to try it on."""

    name = StringField(_("Name"), [InputRequired(_("Give the rule a name.")), Length(max=80)])
    kind = SelectField(_("Looks for"), choices=_choices(KINDS, labels.KIND_WORDS))
    terms = TextAreaField(_("Words, patterns, names or hosts, one a line"), [Length(max=60_000)])
    most = IntegerField(_("So many posts are fine"), [Optional()])
    minutes = IntegerField(_("within minutes"), [Optional()])
    least = FloatField(_("From score or severity"), [Optional()])
    action = RadioField(_("Then"), choices=_choices(reversed(ACTIONS), labels.ACTION_WORDS), default="hold")
    message = TextAreaField(_("What the writer reads"), [Length(max=500)])
    scopes = Boxes(_("In"), choices=_choices(SCOPES, labels.SCOPE_WORDS), default=list(SCOPES))
    space = SelectField(_("Space"), default="")
    language = SelectField(_("Texts in"), choices=_choices(labels.LANGUAGE_WORDS, labels.LANGUAGE_WORDS), default="")
    writers = SelectField(_("Written by"), choices=_choices(WRITERS, labels.WRITER_WORDS), default="everybody")
    newer_than = IntegerField(_("Only from accounts younger than (days)"), [Optional()])
    version = HiddenField()
    sample = TextAreaField(_("A text to try it on"), [Length(max=LONGEST)])
    last = SelectField(_("Past texts"), choices=[SelectChoice(str(n), str(n)) for n in LASTS], default=str(LASTS[0]))

    def offer(self, spaces: Iterable[Space], rule: StoredRule | None = None, *, everywhere: bool = True) -> None:
        """Let one choose among these spaces and the one that the rule is in, or all of them with `everywhere`."""
        known = {str(space.id): space.name for space in spaces}
        if rule is not None and rule.space_id is not None:
            known.setdefault(str(rule.space_id), str(_("A space that you do not see")))
        every = [SelectChoice("", _("All spaces"))] if everywhere else []
        self.space.choices = [*every, *(SelectChoice(*each) for each in known.items())]

    def show(self, rule: StoredRule) -> None:
        """Put a rule in as it reads now."""
        for name in (
            "name",
            "kind",
            "action",
            "message",
            "language",
            "writers",
            "newer_than",
            "most",
            "minutes",
            "least",
        ):
            self[name].data = getattr(rule, name) or self[name].data
        self.terms.data = "\n".join(rule.terms)
        self.scopes.data = list(SCOPES) if rule.scope == EVERYWHERE else rule.scope.split()
        self.space.data, self.version.data = str(rule.space_id or ""), str(rule.version)

    @property
    def words(self) -> dict[str, Any]:
        """What the commands take."""
        said = {name: self[name].data or "" for name in ("name", "kind", "action", "message", "language", "writers")}
        numbers = {name: self[name].data or 0 for name in ("newer_than", "most", "minutes", "least")}
        space_id = int(self.space.data) if self.space.data else None
        terms = (self.terms.data or "").splitlines()
        return {**said, **numbers, "terms": terms, "space_id": space_id, "scope": " ".join(self.scopes.data or [])}


class TrialForm(RefusableForm):
    """A text to try all rules in force on."""

    text = TextAreaField(_("A text"), [InputRequired(_("Write something to try.")), Length(max=LONGEST)])
    scope = SelectField(_("As if it were"), choices=_choices(SCOPES, labels.SCOPE_WORDS), id="trial-scope")
    space = SelectField(_("In space"), default="", id="trial-space")

    def offer(self, spaces: Iterable[Space]) -> None:
        """Let one choose among the spaces that one sees."""
        self.space.choices = [SelectChoice("", _("Any space")), *(SelectChoice(str(s.id), s.name) for s in spaces)]
