"""Claims: one person on one question, for a while."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.board import queries
from app.board.events import ClaimReleased, QuestionClaimed
from app.board.models import Claim, Question
from app.core import clock
from app.core.access import Conflict
from app.core.events import Actor, record
from app.extensions import db

CLAIM_LASTS = timedelta(minutes=30)


def claim(question: Question, *, by: Person) -> Claim:
    """Take or extend it; raises Conflict with holder and expiry while somebody else is on it."""
    held = _held(question) or _made(question, by)
    if held.person_id != by.id and held.until > clock.now():
        raise _taken(held)
    is_new = held.until <= clock.now()
    if is_new:
        held.person_id, held.person, held.claimed_at = by.id, by, clock.now()
    held.until = clock.now() + CLAIM_LASTS
    db.session.flush()
    db.session.expire(question, ["claim"])
    if is_new:
        record(QuestionClaimed(question_id=question.id), by=by, space_id=question.space_id)
    return held


def extend(question: Question, *, by: Person) -> bool:
    """Hold on for another while, as typing does; False when the claim is not theirs any more."""
    held = _held(question)
    if held is None or held.person_id != by.id or held.until <= clock.now():
        return False
    held.until = clock.now() + CLAIM_LASTS
    return True


def release(question: Question, *, by: Person) -> None:
    """Give it back; without a claim of one's own nothing happens."""
    drop_claim(question, by)


def drop_claim(question: Question, by: Person) -> None:
    """End somebody's own claim on a question, if there is one."""
    held = _held(question)
    if held is None or held.person_id != by.id:
        return
    db.session.delete(held)
    db.session.flush()
    db.session.expire(question, ["claim"])
    record(ClaimReleased(question_id=question.id), by=by, space_id=question.space_id)


def drop_any_claim(question: Question, *, by: Actor | None) -> None:
    """End whoever's claim on a question that is no longer to be answered."""
    drop_claims([question], by=by)


def drop_claims(questions: Iterable[Question], *, by: Actor | None) -> None:
    """The same for many."""
    by_id = {question.id: question for question in questions}
    held = select(Claim).where(Claim.question_id.in_(list(by_id))).order_by(Claim.id).with_for_update(of=Claim)
    dropped = db.session.scalars(held).unique().all()
    for claim_ in dropped:
        db.session.delete(claim_)
    if dropped:
        db.session.flush()
    for claim_ in dropped:
        question = by_id[claim_.question_id]
        db.session.expire(question, ["claim"])
        record(ClaimReleased(question_id=question.id), by=by, space_id=question.space_id)


def end_claims_of(person_id: int) -> None:
    """End the claims of somebody who may answer no more."""
    for held in db.session.scalars(select(Claim).where(Claim.person_id == person_id)):
        question = db.session.get_one(Question, held.question_id)
        drop_any_claim(question, by=None)


def end_lapsed() -> int:
    """Drop claims that have run out and say so, so that open pages change; returns how many."""
    lapsed = queries.lapsed_claims(clock.now())
    for held in lapsed:
        question = db.session.get_one(Question, held.question_id)
        db.session.delete(held)
        record(ClaimReleased(question_id=question.id), by=None, space_id=question.space_id)
    return len(lapsed)


def _held(question: Question) -> Claim | None:
    """The row, held until the transaction ends, as it is now: somebody may have taken it since its page was read."""
    held = select(Claim).where(Claim.question_id == question.id).with_for_update(of=Claim)
    return db.session.scalar(held.execution_options(populate_existing=True))


def _made(question: Question, by: Person) -> Claim:
    """A new row, or the one that somebody else made in this instant."""
    moment = clock.now()
    try:
        with db.session.begin_nested():
            made = Claim(
                question_id=question.id, person_id=by.id, person=by, claimed_at=moment, until=moment - CLAIM_LASTS
            )
            db.session.add(made)
    except IntegrityError:
        if (held := _held(question)) is not None:
            return held
        raise
    return made


def _taken(held: Claim) -> Conflict:
    until = clock.rfc3339(held.until)
    sentence = _("%(name)s is answering this.", name=held.person.name)
    return Conflict(sentence, holder=held.person.handle, holder_name=held.person.name, expires_at=until)
