"""What the operations about reviews take."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.core.api import Cursor, In
from app.core.api.operations import Text
from app.ideas.api.taken import CriterionIn, Number, When


class AssignmentsQuery(Cursor):
    """Which tasks: one's own, or with `challenge` (its slug or id) all of it, for the innovation team."""

    challenge: Text | None = Field(None, max_length=80)
    state: Literal["waiting", "done", "recused", "withdrawn", "lapsed"] | None = None


class AskedIn(In):
    """An idea, and the handles of those who are to review it."""

    idea: Number
    reviewers: list[Annotated[Text, Field(max_length=40)]] = Field(min_length=1, max_length=20)


class AssignIn(In):
    """Who is to review what, all or nothing, and by when."""

    assignments: list[AskedIn] = Field(min_length=1, max_length=200)
    due_at: When


class RubricIn(In):
    """The criteria anew; `version` is the one they are a change of, `held` whether reviews wait for each other."""

    rubric: list[CriterionIn] = Field(min_length=1, max_length=12)
    version: int = Field(ge=1, lt=2**31)
    held: bool | None = None
