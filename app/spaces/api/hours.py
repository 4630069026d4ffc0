"""The API's operations on the business hours of spaces."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.accounts.current import me, somebody
from app.core.access import ensure, found
from app.core.api import In, Out, operation
from app.core.api.operations import Text
from app.spaces import calendars, commands, policy, queries
from app.spaces.models import BusinessHours, Space

Minute = Annotated[int, Field(ge=0, le=2880)]
Times = Annotated[list[Annotated[list[Minute], Field(min_length=2, max_length=2)]], Field(max_length=6)]
Day = Annotated[Text, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Days = Annotated[list[Day], Field(max_length=400)]


class HoursIn(In):
    """When people are at work: `week` holds for each day from Monday its intervals in minutes after midnight.

    An interval that ends after 1440 runs into the next day. `country` and `subdivision` are ISO 3166 codes.
    """

    zone: Text = Field(max_length=60, examples=["Europe/Berlin"])
    week: Annotated[list[Times], Field(min_length=7, max_length=7)]
    country: Text = Field("", max_length=2)
    subdivision: Text = Field("", max_length=10)
    closed_days: Days = Field(default_factory=list)
    open_days: Days = Field(default_factory=list)


class HoursOut(Out):
    """The hours a space goes by; `own` is false where they are the company's, or nobody set any."""

    own: bool
    zone: str
    week: list[list[list[int]]]
    country: str
    subdivision: str
    closed_days: list[str]
    open_days: list[str]

    @classmethod
    def of(cls, space: Space, hours: BusinessHours | None) -> HoursOut:
        """From a row, or from the usual office hours."""
        if hours is None:
            week = [[list(interval) for interval in day] for day in calendars.USUAL_WEEK]
            return cls(own=False, zone=calendars.USUAL.zone, week=week, country="", subdivision="", closed_days=[],
                       open_days=[])  # fmt: skip
        told = {name: getattr(hours, name) for name in cls.model_fields if name != "own"}
        return cls(own=hours.scope == calendars.scope_of(space.id), **told)


@operation("getSpaceHours", "GET /spaces/<slug>/hours", returns=HoursOut)
def get_space_hours(slug: str) -> HoursOut:
    """When the people of a space are at work."""
    space = _space(slug)
    ensure(policy.may_see_hours(somebody()))
    return HoursOut.of(space, queries.hours_in_force(space.id))


@operation("setSpaceHours", "PUT /spaces/<slug>/hours", body=HoursIn, returns=HoursOut)
def set_space_hours(slug: str, body: HoursIn) -> HoursOut:
    """Say when the people of a space are at work; what is due is reckoned anew."""
    person, space = somebody(), _space(slug)
    ensure(policy.may_run(person, space))
    return HoursOut.of(space, commands.set_hours(space, by=person, **body.model_dump()))


@operation("removeSpaceHours", "DELETE /spaces/<slug>/hours")
def remove_space_hours(slug: str) -> None:
    """Let a space go by the company's hours."""
    person, space = somebody(), _space(slug)
    ensure(policy.may_run(person, space))
    commands.drop_hours(space, by=person)


def _space(slug: str) -> Space:
    return found(queries.visible_space(me(), slug))
