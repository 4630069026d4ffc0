"""To whom a mail about something on the board may still go when it leaves: their own words, and what they may read."""

from __future__ import annotations

from app.accounts import queries as accounts
from app.board.queries.answers import answer_by_id, visible_answer
from app.board.queries.questions import by_id, visible_question
from app.core import mail


@mail.may_hear("question")
def may_hear_of_question(question_id: int, address: str) -> bool:
    """Its asker, who hears also that it was taken down, and whoever may see it now."""
    person, question = accounts.by_email(address), by_id(question_id)
    own = question is not None and person is not None and question.author_id == person.id
    return own or visible_question(person, question_id) is not None


@mail.may_hear("answer")
def may_hear_of_answer(answer_id: int, address: str) -> bool:
    """Its author, and whoever may see it now."""
    person, answer = accounts.by_email(address), answer_by_id(answer_id)
    own = answer is not None and person is not None and answer.author_id == person.id
    return own or visible_answer(person, answer_id) is not None
