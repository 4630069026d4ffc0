"""Reading forms of challenges, and what ideas answered to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core import text
from app.extensions import db
from app.ideas import fields
from app.ideas.fields import Definition
from app.ideas.models import Challenge, FormVersion, Idea

SEARCHED = frozenset({"text", "long", "choice", "choices"})


def form_of(challenge: Challenge) -> Definition:
    """The form of a challenge as it is now; an empty one where it asks for a title and a text only."""
    return form_in(challenge.id)


def form_in(challenge_id: int) -> Definition:
    """The same by the id of the challenge."""
    query = select(FormVersion).where(FormVersion.challenge_id == challenge_id)
    newest = db.session.scalar(query.order_by(FormVersion.version.desc()).limit(1))
    return newest.definition if newest else Definition()


def forms_of(ideas: Iterable[Idea]) -> dict[int, Definition]:
    """The versions that these ideas were written to, by the id of the idea, in one query."""
    written = {idea.id: idea.form_id for idea in ideas if idea.form_id is not None}
    if not written:
        return {}
    rows = db.session.scalars(select(FormVersion).where(FormVersion.id.in_(set(written.values()))))
    known = {row.id: row.definition for row in rows}
    return {idea_id: known[form_id] for idea_id, form_id in written.items()}


def people_in(definition: Sequence[fields.Field], answers: Mapping[str, Any]) -> dict[str, int]:
    """The ids of those whom answers name, by handle."""
    named = fields.handles(definition, answers)
    return {person.handle: person.id for person in accounts.by_handles(named) if _is_known(person)}


def answered_words(idea: Idea) -> list[tuple[str, Markup]]:
    """What an idea answered in words of its own, with the labels: for moderators, who read what a rule holds."""
    form = forms_of([idea]).get(idea.id, Definition())
    said = [f for f in form.fields if f.kind in fields.WORDS and (idea.hold == "held" or not f.team)]
    return [(f.label, text.render(idea.answers[f.key])) for f in said if f.key in idea.answers]


def _is_known(person: Person) -> bool:
    return person.state != "erased" and not person.is_guest


def searched_answers(idea: Idea) -> list[str]:
    """The words of an idea's answers that everybody may find it by."""
    form = forms_of([idea]).get(idea.id, Definition())
    said = [idea.answers.get(f.key) for f in form.fields if not f.team and f.kind in SEARCHED]
    return [word for each in said if each for word in (each if isinstance(each, list) else [str(each)])]
