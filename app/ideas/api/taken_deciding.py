"""What the operations that decide take."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.core.api import In
from app.core.api.operations import Text
from app.core.text import LONGEST
from app.ideas.api.taken import Key, Kind, Number, Stage, When


class MoveIn(In):
    """The next stage by its key, and why; `waivers` gives a reason for each criterion of the gate that need not be met.

    With `expects`, the stage in which you saw the idea, a move that somebody else made meanwhile is a conflict.
    """

    stage: Stage
    reason: Text = Field(min_length=1, max_length=4000)
    expects: Stage | None = None
    waivers: dict[Key, Annotated[Text, Field(min_length=1, max_length=1000)]] = Field(
        default_factory=dict, max_length=20
    )


class MovesIn(In):
    """Several ideas, their next stage, and one reason."""

    ideas: list[Number] = Field(min_length=1, max_length=100)
    stage: Stage
    reason: Text = Field(min_length=1, max_length=4000)


class ResponseIn(In):
    """The official response, in Markdown."""

    body: Text = Field(min_length=1, max_length=LONGEST)


class HoldingIn(In):
    """Why the answer takes longer, and until when."""

    reason: Text = Field(min_length=1, max_length=4000)
    until: When


class TickIn(In):
    """What makes you say that the criterion is met."""

    note: Text = Field("", max_length=1000)


class StageIn(In):
    """A stage: what it is called, and its kind, which never changes."""

    name: Text = Field(min_length=1, max_length=40)
    kind: Kind


class StageNameIn(In):
    """What a stage is called."""

    name: Text = Field(min_length=1, max_length=40)


class GateCriterionIn(In):
    """A criterion: `least` for figures, `rubric` for `criterion`, `person_id` for `sign_off`, `text` for `free`."""

    key: Key | None = None
    type: Literal["votes", "reviews", "days", "mean", "criterion", "agreement", "owner", "forecast", "sign_off", "free"]
    least: float | None = Field(None, gt=0, le=100_000, allow_inf_nan=False)
    rubric: Key | None = None
    person_id: Number | None = None
    text: Text | None = Field(None, max_length=200)
    firm: bool = False


class GateIn(In):
    """What must be met or waived before an idea enters a stage; an empty list opens it."""

    criteria: list[GateCriterionIn] = Field(max_length=20)
