"""The API's operations on answers that may be out of date."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.accounts.api import PersonOut
from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.api.shapes import AnswerOut
from app.board.api.taken import ReasonIn
from app.board.models import Doubt
from app.core.access import ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text


class DoubtOut(Out):
    """Somebody's word that an answer is no longer true; `outcome` is empty, upheld or dismissed."""

    id: int
    answer_id: int
    by: PersonOut
    reason: str
    outcome: str
    note: str
    made_at: Moment

    @classmethod
    def of(cls, held: Doubt) -> DoubtOut:
        """From a row."""
        return cls(
            id=held.id, answer_id=held.answer_id, by=PersonOut.of(held.person), reason=held.reason,
            outcome=held.outcome, note=held.note, made_at=held.made_at,
        )  # fmt: skip


class ResolutionIn(In):
    """What an expert makes of it, and why."""

    outcome: Literal["upheld", "dismissed"]
    note: Text = Field(min_length=1, max_length=1000)


@operation("doubtAnswer", "POST /answers/<id:answer_id>/doubts", body=ReasonIn, returns=DoubtOut, status=201)
def doubt_answer(answer_id: int, body: ReasonIn) -> DoubtOut:
    """Say that an answer is no longer true."""
    person, answer = somebody(), found(queries.visible_answer(me(), answer_id))
    ensure(policy.may_doubt(person, answer))
    return DoubtOut.of(commands.doubt(answer, body.reason, by=person))


@operation("listDoubts", "GET /doubts", query=Cursor, returns=Listing[DoubtOut])
def list_doubts(query: Cursor) -> Listing[DoubtOut]:
    """What waits for you to decide, as an expert or a moderator."""
    person = somebody()
    ensure(policy.may_work(person))
    page = queries.open_doubts(person, after=query.after, limit=query.limit)
    return Listing(items=[DoubtOut.of(held) for held in page.items], next=page.next)


@operation(
    "resolveDoubt", "POST /doubts/<id:doubt_id>/resolution", body=ResolutionIn,
    returns=DoubtOut, status=201,
)  # fmt: skip
def resolve_doubt(doubt_id: int, body: ResolutionIn) -> DoubtOut:
    """Uphold or dismiss a doubt; 409 when somebody has."""
    person, held = somebody(), found(queries.visible_doubt(me(), doubt_id))
    ensure(policy.may_judge(person, held.answer))
    commands.resolve(held, body.outcome, body.note, by=person)
    return DoubtOut.of(held)


@operation("reviewAnswer", "PUT /answers/<id:answer_id>/review", returns=AnswerOut)
def review_answer(answer_id: int) -> AnswerOut:
    """Say as an expert that an answer is still true."""
    person, answer = somebody(), found(queries.visible_answer(me(), answer_id))
    ensure(policy.may_judge(person, answer))
    commands.confirm(answer, by=person)
    return AnswerOut.of(answer)
