"""The API's operations on what challenges of a space usually begin from."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import ensure, found
from app.core.api import In, Out, operation
from app.core.api.operations import Text
from app.ideas import commands, policy, queries
from app.ideas.api.taken import CriterionIn, rubric_rows
from app.spaces import queries as spaces
from app.spaces.models import Space


class ChallengeStartIn(In):
    """The key of a template, or none; the criteria of the rubric, or none for the usual one."""

    template: Text = Field("", max_length=20)
    rubric: list[CriterionIn] = Field(default_factory=list, max_length=12)


class ChallengeStartOut(Out):
    """What challenges of a space begin from."""

    template: str
    rubric: list[dict[str, Any]]


@operation("getChallengeStart", "GET /spaces/<space>/challenge-start", returns=ChallengeStartOut)
def get_challenge_start(space: str) -> ChallengeStartOut:
    """The template and the rubric that challenges of a space usually begin from."""
    _person, where = _setter(space)
    return _told(where)


@operation("setChallengeStart", "PUT /spaces/<space>/challenge-start", body=ChallengeStartIn, returns=ChallengeStartOut)
def set_challenge_start(space: str, body: ChallengeStartIn) -> ChallengeStartOut:
    """Say from which template and rubric challenges of a space begin from now on."""
    person, where = _setter(space)
    rubric = rubric_rows(body.rubric)
    commands.set_start(where, template=body.template, rubric=rubric, by=person)
    return _told(where)


def _told(space: Space) -> ChallengeStartOut:
    start = queries.start_of(space.id)
    return ChallengeStartOut(template=start.template if start else "", rubric=queries.usual_rubric(space.id))


def _setter(slug: str) -> tuple[Person, Space]:
    person = somebody()
    space = found(spaces.visible_space(person, slug))
    ensure(policy.may_set_stages(person, space))
    return person, space
