"""The API's operations on how a space is run."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.accounts.current import me, somebody
from app.core.access import ensure, found
from app.core.api import In, Out, operation
from app.spaces import commands, policy, queries
from app.spaces.models import Space
from app.spaces.premoderation import levels

Level = Literal["nobody", "new", "untrusted", "everybody"]


class PremoderationIn(In):
    """Whose words of each kind wait for a moderator; what is left out stays as it is."""

    question: Level | None = None
    answer: Level | None = None
    idea: Level | None = None
    comment: Level | None = None


class RunningIn(In):
    """How a space is run; what is left out stays as it is."""

    answered_by: Literal["cleared", "roles"] | None = None
    premoderation: PremoderationIn | None = None
    trusted_after: int | None = Field(None, ge=1, le=100)


class RunningOut(Out):
    """How a space is run."""

    answered_by: str
    premoderation: dict[str, str]
    trusted_after: int

    @classmethod
    def of(cls, space: Space) -> RunningOut:
        """From a row."""
        return cls(answered_by=space.answered_by, premoderation=levels(space), trusted_after=space.trusted_after)


@operation("getSpaceRunning", "GET /spaces/<slug>/running", returns=RunningOut)
def get_space_running(slug: str) -> RunningOut:
    """Who answers in a space, and whose words wait for a moderator there."""
    space = found(queries.visible_space(me(), slug))
    ensure(policy.may_run(somebody(), space))
    return RunningOut.of(space)


@operation("setSpaceRunning", "PATCH /spaces/<slug>/running", body=RunningIn, returns=RunningOut)
def set_space_running(slug: str, body: RunningIn) -> RunningOut:
    """Say who answers in a space, and whose words wait for a moderator there."""
    by, space = somebody(), found(queries.visible_space(me(), slug))
    ensure(policy.may_run(by, space))
    told = body.model_dump(exclude_none=True)
    commands.run_as(space, by=by, **told)
    return RunningOut.of(space)
