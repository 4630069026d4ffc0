"""How the form of a challenge looks."""

from __future__ import annotations

from app.core.api import Out
from app.ideas.api.given.challenges import ChallengeOut
from app.ideas.fields import Definition, Field


class FieldOut(Out):
    """A field; answers to one that is `team_only` are shown to the innovation team and the authors alone.

    `least` and `most` bound a number, an amount, or how many options are chosen; `longest` is in characters.
    """

    key: str
    kind: str
    label: str
    help: str
    required: bool
    team_only: bool
    retired: bool
    options: list[str]
    unit: str
    currency: str
    least: float | None
    most: float | None
    longest: int | None

    @classmethod
    def of(cls, field: Field) -> FieldOut:
        """From a definition."""
        plain = {name: getattr(field, name) for name in cls.model_fields if name not in {"team_only", "options"}}
        return cls(**plain, team_only=field.team, options=list(field.options))


class FormOut(Out):
    """What a challenge asks for; `version` goes up with every change, and is 0 where it asks for no more than a text.

    `title_guide` and `body_guide` say what to write there. Fields that are asked no more are for the team alone.
    """

    version: int
    title_guide: str
    body_guide: str
    body_required: bool
    fields: list[FieldOut]

    @classmethod
    def of(cls, form: Definition, *, is_team: bool) -> FormOut:
        """From a definition, for the team or for those who answer it."""
        fields = [FieldOut.of(field) for field in (form.fields if is_team else form.asked)]
        return cls(
            version=form.version, title_guide=form.title, body_guide=form.body, body_required=form.body_required,
            fields=fields,
        )  # fmt: skip


class ChallengePageOut(ChallengeOut):
    """A challenge with the form that its ideas answer."""

    form: FormOut
