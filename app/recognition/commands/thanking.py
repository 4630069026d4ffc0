"""Thanking somebody for an answer, and choosing not to be listed."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.board.models import Answer
from app.core import clock, text
from app.core.access import Invalid
from app.core.events import record
from app.extensions import db
from app.recognition.events import AnswerThanked, ThanksTakenBack
from app.recognition.models import Discretion, Thanks
from app.screening import commands as screening

LONGEST = 200


def thank(answer: Answer, word: str, *, by: Person) -> Thanks:
    """Thank for an answer, once; a second time changes nothing. Raises Invalid for a word that cannot be said."""
    word = text.tidy(word)
    if len(word) > LONGEST:
        raise Invalid({"word": _("Use at most %(most)d characters.", most=LONGEST)})
    screening.pass_unheld(word, "word")
    if (known := _thanks(answer, by)) is not None:
        return known
    made = Thanks(person_id=by.id, person=by, answer_id=answer.id, to_id=answer.author_id, word=word, at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # the same click twice
        return db.session.scalars(_query(answer, by)).one()
    thanked = AnswerThanked(
        thanks_id=made.id, answer_id=answer.id, question_id=answer.question_id, author_id=answer.author_id
    )
    record(thanked, by=by, space_id=answer.question.space_id)
    return made


def take_thanks_back(answer: Answer, *, by: Person) -> None:
    """Take it back."""
    if (known := _thanks(answer, by)) is not None:
        db.session.delete(known)
        taken = ThanksTakenBack(answer_id=answer.id, question_id=answer.question_id, author_id=answer.author_id)
        record(taken, by=by, space_id=answer.question.space_id)


def set_discretion(person: Person, *, is_discreet: bool) -> None:
    """Stand in no list of who leads, or be listed again."""
    known = db.session.get(Discretion, person.id, with_for_update=True)
    if is_discreet and known is None:
        db.session.add(Discretion(person_id=person.id, at=clock.now()))
    elif not is_discreet and known is not None:
        db.session.delete(known)


def _query(answer: Answer, by: Person) -> Select[Thanks]:
    return select(Thanks).where(Thanks.answer_id == answer.id, Thanks.person_id == by.id)


def _thanks(answer: Answer, by: Person) -> Thanks | None:
    return db.session.scalar(_query(answer, by))
