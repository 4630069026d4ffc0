"""What the operations on projects take."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from app.core.api import In
from app.core.api.operations import Day, Text

Figure = Annotated[Decimal, Field(gt=-(10**11), lt=10**11, decimal_places=4)]


class ProjectIn(In):
    """A project; `owner` is a handle."""

    name: Text = Field(min_length=3, max_length=160)
    owner: Text = Field(min_length=1, max_length=41)
    team: Text = Field("", max_length=300)


class PilotIn(In):
    """Where and when, what would count as success, and the figure that should move."""

    where: Text = Field(min_length=1, max_length=200)
    start: Day
    end: Day
    success: Text = Field(min_length=1, max_length=2000)
    metric: Text = Field("", max_length=160)
    baseline: Figure | None = None
    target: Figure | None = None


class ResultIn(In):
    """What a pilot came to, in words and as a figure."""

    result: Text = Field(min_length=1, max_length=4000)
    reached: Figure | None = None


class LaunchIn(In):
    """The day of a launch."""

    on: Day


class MilestoneIn(In):
    """Something to have reached by a day."""

    title: Text = Field(min_length=1, max_length=160)
    due_on: Day
