"""The API's operations on duplicates."""

from __future__ import annotations

from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.api.shapes import QuestionOut
from app.board.api.taken import MergeIn
from app.core.access import ensure, found
from app.core.api import operation


@operation("mergeQuestion", "PUT /questions/<id:question_id>/merge", body=MergeIn, returns=QuestionOut)
def merge_question(question_id: int, body: MergeIn) -> QuestionOut:
    """Say that a question is a duplicate of another; 409 says why it cannot be merged."""
    person, question = somebody(), found(queries.visible_question(me(), question_id))
    ensure(policy.may_merge(person, question))
    into = found(queries.visible_question(person, body.into))
    commands.merge(question, into, by=person)
    return QuestionOut.of(into)


@operation("unmergeQuestion", "DELETE /questions/<id:question_id>/merge")
def unmerge_question(question_id: int) -> None:
    """Undo a merge."""
    person, question = somebody(), found(queries.visible_question(me(), question_id))
    ensure(policy.may_merge(person, question))
    commands.unmerge(question, by=person)
