"""The clock of ideas: an answer is owed once enough people want one, and kept, put off or missed in public."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, or_, select

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.core.hours import NeverOpen
from app.extensions import db
from app.ideas.commands.entering import hold_row
from app.ideas.events import AnswerDueSoon, AnswerOverdue, AnswerOwed, AnswerPutOff
from app.ideas.models import Challenge, HoldingAnswer, Idea, Promise
from app.ideas.promises import due_after, percentile_of
from app.ideas.queries import promises as promised
from app.ideas.queries.deciding import first_answer_at
from app.ideas.queries.promises import owed
from app.spaces import queries as spaces
from app.spaces.models import Space

MEASURES = ("votes", "percentile")
MOST_DAYS, MOST_VOTES, HIGHEST_PERCENTILE = 365, 100_000, 99
SOON = timedelta(days=2)
AT_ONCE = 200


def set_promise(of: Space | Challenge, measure: str, threshold: int, days: int, *, by: Person) -> Promise:
    """Promise an answer within so many working days to each idea past a threshold; the worker looks at old ones."""
    scope = _scope(of)
    errors = {}
    if measure not in MEASURES:
        errors["measure"] = _("Choose one of %(measures)s.", measures=", ".join(MEASURES))
    most = HIGHEST_PERCENTILE if measure == "percentile" else MOST_VOTES
    if not 1 <= threshold <= most:
        errors["threshold"] = _("Enter a number from 1 to %(most)d.", most=most)
    if not 1 <= days <= MOST_DAYS:
        errors["days"] = _("Enter a number from 1 to %(most)d.", most=MOST_DAYS)
    if errors:
        raise Invalid(errors)
    standing = promised.promise_at(scope)
    before = _told(standing)
    made = standing or Promise(scope=scope, measure=measure, threshold=threshold, days=days, set_at=clock.now())
    made.measure, made.threshold, made.days, made.set_at = measure, threshold, days, clock.now()
    db.session.add(made)
    db.session.flush()
    audit.log("ideas.promise_set", scope, by=by, before=before, after=_told(made))
    return made


def end_promise(of: Space | Challenge, *, by: Person) -> None:
    """Promise nothing more; what is owed already stays owed."""
    standing = promised.promise_at(_scope(of))
    if standing is not None:
        audit.log("ideas.promise_ended", standing.scope, by=by, before=_told(standing))
        db.session.delete(standing)
        db.session.flush()


def is_awaited(idea: Idea) -> ColumnElement[bool]:
    """Whether anything is promised whose clock a vote may start; while counts are hidden none, since it would tell."""
    if idea.owed_at is not None or idea.answered_at is not None or idea.challenge.hides_votes:
        return false()
    return promised.is_promised(idea.challenge)


def awaited(idea: Idea) -> Promise | None:
    """The promise whose threshold an idea has still to pass; a percentile is the worker's to reckon."""
    promise = promised.promise_of(idea.challenge)
    return promise if promise is not None and promise.measure == "votes" else None


def owe(idea: Idea, promise: Promise | None) -> None:
    """Start the clock of an idea whose votes passed what was promised, in the transaction of the vote."""
    waits = idea.owed_at is None and idea.answered_at is None
    if promise is not None and waits and idea.vote_count >= promise.threshold:
        _start(idea, promise)


def owe_all() -> None:
    """Start the clocks that a vote did not: of percentiles, of challenges that were blind, of promises made later."""
    for promise in promised.promises():
        for challenge in promised.challenges_under(promise):
            standing = promised.promise_of(challenge)
            if challenge.hides_votes or standing is None or standing.id != promise.id:
                continue
            least = promise.threshold
            if promise.measure == "percentile":
                bound = percentile_of(promised.vote_counts(challenge), promise.threshold)
                least = bound + 1 if bound is not None else MOST_VOTES * 100
            for idea in promised.not_owed_in(challenge):
                if idea.vote_count >= least:
                    _start(idea, promise)


def note_answer(idea: Idea) -> None:
    """A decision or an official response: the promise is kept with the first of them."""
    if idea.answered_at is None:
        idea.answered_at = clock.now()
        db.session.flush()


def reckon_answer(idea: Idea) -> None:
    """After something was taken back: the first answer that still stands, else the clock runs on."""
    idea.answered_at = first_answer_at(idea)
    db.session.flush()


def put_off(idea: Idea, reason: str, until: datetime, *, by: Person) -> HoldingAnswer:
    """Say in public that the answer takes longer, why, and until when; promises are judged by the first date."""
    hold_row(idea)
    if idea.answer_due_at is None or idea.answered_at is not None:
        raise Conflict(_("No answer is owed here now."))
    errors = {}
    if not reason.strip():
        errors["reason"] = _("Say why it takes longer: it is shown on the idea.")
    if not max(clock.now(), idea.answer_due_at) < until < clock.now() + timedelta(days=MOST_DAYS):
        errors["until"] = _("Choose a day after the one that was promised, within a year.")
    if errors:
        raise Invalid(errors)
    made = HoldingAnswer(
        idea_id=idea.id, reason=reason.strip(), was_due_at=idea.answer_due_at, due_at=until, given_by_id=by.id,
        given_by=by, given_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    idea.answer_due_at, idea.clock_step = until, ""
    db.session.flush()
    audit.log(
        "ideas.answer_put_off", f"idea:{idea.id}", by=by, reason=reason,
        before={"due_at": clock.rfc3339(made.was_due_at)}, after={"due_at": clock.rfc3339(until)},
    )  # fmt: skip
    record(AnswerPutOff(idea_id=idea.id, holding_id=made.id), by=by, space_id=idea.space_id)
    return made


def remind() -> None:
    """Tell who is to answer that a promise is due soon, and whose space it is that one was missed; each once a date."""
    soon = clock.now() + SOON
    untold = or_(
        (Idea.answer_due_at <= clock.now()) & (Idea.clock_step != "escalated"),
        (Idea.answer_due_at <= soon) & (Idea.clock_step == ""),
    )
    query = select(Idea).where(owed(), untold).order_by(Idea.answer_due_at, Idea.id).limit(AT_ONCE)
    for idea in db.session.scalars(query.with_for_update(of=Idea, skip_locked=True)):
        missed = idea.answer_due_at is not None and idea.answer_due_at <= clock.now()
        idea.clock_step = "escalated" if missed else "reminded"
        happened = AnswerOverdue(idea_id=idea.id) if missed else AnswerDueSoon(idea_id=idea.id)
        record(happened, by=None, space_id=idea.space_id)


def _start(idea: Idea, promise: Promise) -> None:
    if idea.kind not in promised.WAITING_KINDS or idea.hold != "shown" or idea.merged_into_id is not None:
        return
    try:
        due = due_after(spaces.calendar_of(idea.space_id), clock.now(), promise.days)
    except NeverOpen:
        due = clock.now() + timedelta(days=promise.days)
    idea.owed_at, idea.first_due_at, idea.answer_due_at = clock.now(), due, due
    db.session.flush()
    record(AnswerOwed(idea_id=idea.id), by=None, space_id=idea.space_id)


def _scope(of: Space | Challenge) -> str:
    return f"space:{of.id}" if isinstance(of, Space) else f"challenge:{of.id}"


def _told(promise: Promise | None) -> dict[str, object]:
    return {name: getattr(promise, name) for name in ("measure", "threshold", "days")} if promise else {}
