"""What the operations about forms of challenges take, and how their fields are answered."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from app.core.api import In
from app.core.api.operations import Text
from app.core.text import LONGEST

Option = Annotated[Text, Field(max_length=80)]
Bound = Annotated[float, Field(gt=-(10**12), lt=10**12, allow_inf_nan=False)]
FieldKey = Annotated[Text, Field(min_length=1, max_length=40)]


class AmountIn(In):
    """An amount of money; `currency` is an ISO 4217 code, and needed where the field does not say it."""

    amount: Decimal = Field(gt=-(10**12), lt=10**12, allow_inf_nan=False)
    currency: Text = Field("", max_length=3)


Whole = Annotated[int, Field(gt=-(10**12), lt=10**12)]


def _one_fault(said: Any, check: ValidatorFunctionWrapHandler) -> Any:
    """Say once, by the key of the field, that an answer is of no kind that there is."""
    try:
        return check(said)
    except ValidationError:
        raise ValueError("must be text, a number, true, false, a list of options or an amount of money") from None


Answer = Annotated[
    bool | Whole | Bound | Annotated[Text, Field(max_length=LONGEST)]
    | Annotated[list[Option], Field(max_length=40)] | AmountIn | None,
    WrapValidator(_one_fault),
]  # fmt: skip
Answers = Annotated[dict[FieldKey, Answer], Field(max_length=60)]


class FieldIn(In):
    """A field; with the `key` of one that is there it changes that one, whose `kind` and `team_only` stay."""

    key: Text | None = Field(None, max_length=40)
    kind: Literal["text", "long", "number", "money", "date", "choice", "choices", "yes", "link", "person"]
    label: Text = Field(min_length=1, max_length=120)
    help: Text = Field("", max_length=300)
    required: bool = False
    team_only: bool = False
    retired: bool = False
    options: list[Option] = Field(default_factory=list, max_length=40)
    unit: Text = Field("", max_length=20)
    currency: Text = Field("", max_length=3)
    least: Bound | None = None
    most: Bound | None = None
    longest: int | None = Field(None, ge=1, le=LONGEST)

    def as_row(self) -> dict[str, Any]:
        """As the command takes it."""
        return {**self.model_dump(exclude={"team_only"}), "team": self.team_only}


class AsksIn(In):
    """What ideas are asked beside a title and a text, and what guides those."""

    fields: list[FieldIn] = Field(max_length=60)
    title_guide: Text = Field("", max_length=200)
    body_guide: Text = Field("", max_length=200)
    body_required: bool = False

    @property
    def rows(self) -> list[dict[str, Any]]:
        """As the command takes them."""
        return [field.as_row() for field in self.fields]

    @property
    def guides(self) -> dict[str, Any]:
        """As the command takes them."""
        return {"title": self.title_guide, "body": self.body_guide, "body_required": self.body_required}


class FormIn(AsksIn):
    """The form anew; `version` is the one it is a change of. Fields left out are asked no more, their answers stay."""

    version: int = Field(ge=0, lt=2**31)
