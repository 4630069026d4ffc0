"""The API's operations on what words were before."""

from __future__ import annotations

from app.accounts.api import PersonOut
from app.accounts.current import me
from app.board import queries
from app.board.models import Answer, Question
from app.core.access import found, public
from app.core.api import Cursor, Listing, Out, operation
from app.core.api.operations import Moment
from app.core.api.pieces import PieceOut, pieces_out


class ChangeOut(Out):
    """One edit; `title` and `body` are null where they did not change, or are not for you."""

    id: int
    at: Moment
    by: PersonOut
    title: list[PieceOut] | None
    body: list[PieceOut] | None


@operation("getQuestionHistory", "GET /questions/<id:question_id>/history", query=Cursor, returns=Listing[ChangeOut])
def get_question_history(question_id: int, query: Cursor) -> Listing[ChangeOut]:
    """What was changed in a question, newest first."""
    question = found(queries.visible_question(me(), question_id))
    public()
    return _listing(question, query)


@operation("getAnswerHistory", "GET /answers/<id:answer_id>/history", query=Cursor, returns=Listing[ChangeOut])
def get_answer_history(answer_id: int, query: Cursor) -> Listing[ChangeOut]:
    """What was changed in an answer, newest first."""
    answer = found(queries.visible_answer(me(), answer_id))
    public()
    return _listing(answer, query)


def _listing(thing: Question | Answer, query: Cursor) -> Listing[ChangeOut]:
    page = queries.changes(me(), thing, after=query.after, limit=query.limit)
    items = [
        ChangeOut(
            id=change.number,
            at=change.at,
            by=PersonOut.of(change.by),
            title=pieces_out(change.title),
            body=pieces_out(change.body),
        )
        for change in page.items
    ]
    return Listing(items=items, next=page.next)
