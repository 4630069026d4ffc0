"""How close a reviewer is to an idea, as far as the data tells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from app.accounts.models import Person
from app.discussion import queries as discussion
from app.ideas.fields import WORDS, Definition
from app.ideas.models import Idea
from app.ideas.queries.fields import forms_of
from app.voting import queries as voting

TEAM, NAMED, VOTED, COMMENTED = "team", "named", "voted", "commented"
# These need a recusal, or a statement that everybody reads; the others are noted beside the review.
BINDING = frozenset({TEAM, NAMED})
Ties = dict[tuple[int, int], list[str]]


def ties_of(person: Person, idea: Idea) -> list[str]:
    """What ties somebody to an idea, the closest first."""
    return ties_between([idea], [person]).get((idea.id, person.id), [])


def ties_between(ideas: Sequence[Idea], people: Sequence[Person]) -> Ties:
    """The same for many ideas and people, by (idea id, person id), in three queries."""
    ids, person_ids = [idea.id for idea in ideas], [person.id for person in people]
    voted = voting.cast_by("idea", ids, person_ids)
    commented = discussion.commented_by("idea", ids, person_ids)
    found: Ties = defaultdict(list)
    forms = forms_of(ideas)
    for idea in ideas:
        said, named = _answered(idea, forms.get(idea.id, Definition()))
        words = "\n".join([idea.title, idea.body, *said]).casefold()
        for person in people:
            pair = (idea.id, person.id)
            known = (
                (TEAM, _same_team(idea, person)), (NAMED, person.id in named or _is_named(words, person)),
                (VOTED, pair in voted), (COMMENTED, pair in commented),
            )  # fmt: skip
            if kinds := [kind for kind, holds in known if holds]:
                found[pair] = kinds
    return found


def _answered(idea: Idea, form: Definition) -> tuple[list[str], set[int]]:
    """What it says in the fields that everybody reads, and whom it names there: a tie tells no answer for the team."""
    shown = [field for field in form.fields if not field.team and field.key in idea.answers]
    said = [idea.answers[field.key] for field in shown if field.kind in WORDS]
    return said, {idea.answers[field.key] for field in shown if field.kind == "person"}


def _same_team(idea: Idea, person: Person) -> bool:
    if idea.anonymous:
        return False  # a tie would tell where its author works
    return bool(person.team) and person.team.casefold() == idea.author.team.casefold()


def _is_named(words: str, person: Person) -> bool:
    """By handle or by whole name."""
    if f"@{person.handle}".casefold() in words and re.search(
        rf"@{re.escape(person.handle.casefold())}(?![\w-])", words
    ):
        return True
    name = person.name.casefold()
    return " " in name and name in words and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None
