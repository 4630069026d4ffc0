"""Practice as courses ask for it: which questions are fit, and what somebody handed in."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.models import Person
from app.board.models import Practice, Question
from app.board.queries.practice import is_fit_for_practice, practice_on, took_part
from app.core import clock
from app.core.practising import Offered, knows_practice
from app.extensions import db


class BoardPractice:
    """What the board knows of practice."""

    def offered(self, question_id: int, person: Person | None) -> Offered | None:
        """A question that is fit for practice, and with a person one they may practise on, or have."""
        question = db.session.get(Question, question_id)
        if question is None or not is_fit_for_practice(question):
            return None
        if person is not None and took_part(person, question) and practice_on(person, question) is None:
            return None
        return Offered(question.title, f"/questions/{question.id}/practice", clock.mark(question.asked_at))

    def handed_in(self, person: Person) -> dict[int, str]:
        """By question, the standing verdict."""
        mine = select(Practice.question_id, Practice.verdict).where(Practice.person_id == person.id)
        return dict(iter(db.session.execute(mine)))


knows_practice(BoardPractice())
