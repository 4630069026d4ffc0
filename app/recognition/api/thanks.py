"""The API's operations on who helped most, and on thanks."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from app.accounts.api import PersonOut
from app.accounts.current import me, somebody
from app.board import queries as board
from app.board.models import Answer
from app.core import clock
from app.core.access import ensure, found, public
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.recognition import commands, policy, queries
from app.recognition.models import Thanks
from app.spaces import queries as spaces

PERIODS = {"month": timedelta(days=30), "quarter": timedelta(days=91)}


class LeadersQuery(Cursor):
    """Who is asked for."""

    period: Literal["month", "quarter", "all"] = "month"
    kind: Literal["employee", "customer"] | None = None
    function: Text = ""
    space: Text = ""


class LeaderOut(Out):
    """Somebody with what they earned in the period."""

    person: PersonOut
    points: int


class ThanksIn(In):
    """A word of thanks, or none."""

    word: Text = Field("", max_length=200)


class ThanksOut(Out):
    """Somebody's thanks for an answer."""

    person: PersonOut
    word: str
    at: Moment

    @classmethod
    def of(cls, thanks: Thanks) -> ThanksOut:
        """One."""
        return cls(person=PersonOut.of(thanks.person), word=thanks.word, at=thanks.at)


@operation("listLeaders", "GET /leaders", query=LeadersQuery, returns=Listing[LeaderOut])
def list_leaders(query: LeadersQuery) -> Listing[LeaderOut]:
    """Who earned most points; whoever wants to stand in no list does not."""
    public()
    space = found(spaces.visible_space(me(), query.space)) if query.space else None
    span = PERIODS.get(query.period)
    listed, more = queries.leaders(
        since=clock.now() - span if span else None, function=query.function, kind=query.kind or "",
        space_ids=[space.id] if space else None, after=query.after, limit=query.limit,
    )  # fmt: skip
    items = [LeaderOut(person=PersonOut.of(each.person), points=each.points) for each in listed]
    return Listing(items=items, next=more)


@operation("listThanks", "GET /answers/<id:answer_id>/thanks", query=Cursor, returns=Listing[ThanksOut])
def list_thanks(answer_id: int, query: Cursor) -> Listing[ThanksOut]:
    """Who thanked for an answer, newest first."""
    answer = _answer(answer_id)
    public()
    page = queries.thanks_for(answer.id, after=query.after, limit=query.limit)
    return Listing(items=[ThanksOut.of(each) for each in page.items], next=page.next)


@operation("thankForAnswer", "PUT /answers/<id:answer_id>/thanks", body=ThanksIn, returns=ThanksOut)
def thank_for_answer(answer_id: int, body: ThanksIn) -> ThanksOut:
    """Thank for an answer, once."""
    person, answer = somebody(), _answer(answer_id)
    ensure(policy.may_thank(person, answer))
    return ThanksOut.of(commands.thank(answer, body.word, by=person))


@operation("takeThanksBack", "DELETE /answers/<id:answer_id>/thanks")
def take_thanks_back(answer_id: int) -> None:
    """Take it back."""
    person, answer = somebody(), _answer(answer_id)
    ensure(True)
    commands.take_thanks_back(answer, by=person)


def _answer(answer_id: int) -> Answer:
    return found(board.visible_answer(me(), answer_id))
