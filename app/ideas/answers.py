"""What ideas answered to the forms of their challenges, as one reader may know it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core import text
from app.ideas import policy, queries
from app.ideas.fields import Definition, Field
from app.ideas.models import Idea


@dataclass(frozen=True)
class Told:
    """A field and what was answered to it; `person` is whom it names."""

    field: Field
    value: Any
    person: Person | None = None

    @property
    def html(self) -> Markup:
        """A long text as safe HTML."""
        return text.render(self.value)

    @property
    def day(self) -> date:
        """A date."""
        return date.fromisoformat(self.value)

    @property
    def cell(self) -> Any:
        """As a table to take along keeps it: numbers as numbers, the rest as text."""
        if self.field.kind == "money":
            if self.field.currency:
                return Decimal(self.value["amount"])
            return f"{self.value['amount']} {self.value['currency']}"
        if self.field.kind == "choices":
            return "; ".join(self.value)
        return self.given

    @property
    def given(self) -> Any:
        """As it may be given again: a person by their handle."""
        if self.field.kind != "person":
            return self.value
        return f"@{self.person.handle}" if self.person else ""


def told(ideas: Sequence[Idea], reader: Person | None) -> dict[int, list[Told]]:
    """By idea the answers that this reader may see, in the order of the form they were written to."""
    forms = queries.forms_of(ideas)
    people = _people((forms[idea.id], idea.answers) for idea in ideas if idea.id in forms)
    return {
        idea.id: _told(forms[idea.id], idea.answers, people, is_team=policy.sees_team_answers(reader, idea))
        for idea in ideas
        if idea.id in forms
    }


def typed(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as somebody would type them in again, by key."""
    people = _people([(definition, answers)])
    return {each.field.key: each.given for each in _told(definition, answers, people, is_team=True)}


def _told(form: Definition, answers: Mapping[str, Any], people: Mapping[int, Person], *, is_team: bool) -> list[Told]:
    shown = [f for f in form.fields if f.key in answers and (is_team or not f.team)]
    return [Told(f, answers[f.key], people.get(answers[f.key]) if f.kind == "person" else None) for f in shown]


def _people(written: Iterable[tuple[Definition, Mapping[str, Any]]]) -> dict[int, Person]:
    return accounts.by_ids(
        answers[f.key] for form, answers in written for f in form.fields if f.kind == "person" and f.key in answers
    )
