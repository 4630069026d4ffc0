"""The API's operations on how a space is run."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.accounts.current import me, somebody
from app.core.access import ensure, found
from app.core.api import In, Out, operation
from app.core.api.operations import Moment, Text
from app.spaces import commands, policy, queries
from app.spaces.models import Space
from app.spaces.policy.premoderation import levels

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


class ArchiveIn(In):
    """Why a space is archived; whoever follows a link there reads it."""

    reason: Text = Field(min_length=1, max_length=300)


class RunningOut(Out):
    """How a space is run."""

    answered_by: str
    premoderation: dict[str, str]
    trusted_after: int
    archived_at: Moment | None

    @classmethod
    def of(cls, space: Space) -> RunningOut:
        """From a row."""
        return cls(
            answered_by=space.answered_by, premoderation=levels(space), trusted_after=space.trusted_after,
            archived_at=space.archived_at,
        )  # fmt: skip


@operation("getSpaceRunning", "GET /spaces/<slug>/running", returns=RunningOut)
def get_space_running(slug: str) -> RunningOut:
    """Who answers in a space, and whose words wait for a moderator there."""
    space = found(queries.visible_space(me(), slug))
    ensure(policy.may_archive(somebody(), space))
    return RunningOut.of(space)


@operation("setSpaceRunning", "PATCH /spaces/<slug>/running", body=RunningIn, returns=RunningOut)
def set_space_running(slug: str, body: RunningIn) -> RunningOut:
    """Say who answers in a space, and whose words wait for a moderator there."""
    by, space = somebody(), found(queries.visible_space(me(), slug))
    ensure(policy.may_run(by, space))
    told = body.model_dump(exclude_none=True)
    commands.run_as(space, by=by, **told)
    return RunningOut.of(space)


@operation("archiveSpace", "PUT /spaces/<slug>/archive", body=ArchiveIn, returns=RunningOut)
def archive_space(slug: str, body: ArchiveIn) -> RunningOut:
    """Make a space read-only and take it out of every list; links go on working."""
    by, space = somebody(), found(queries.visible_space(me(), slug))
    ensure(policy.may_archive(by, space))
    commands.archive(space, body.reason, by=by)
    return RunningOut.of(space)


@operation("bringBackSpace", "DELETE /spaces/<slug>/archive")
def bring_back_space(slug: str) -> None:
    """Bring an archived space back, open as it was."""
    by, space = somebody(), found(queries.visible_space(me(), slug))
    ensure(policy.may_archive(by, space))
    commands.bring_back(space, by=by)
