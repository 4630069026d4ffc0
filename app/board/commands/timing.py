"""Keeping a question's clocks: in the transaction of every deed that starts, stops or moves them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete

from app.board import queries
from app.board.clocks import Span, cut, reached, spent
from app.board.events import LadderClimbed, TargetBreached, TargetWarned
from app.board.models import (
    FACTS,
    SHOWN,
    STEPS,
    TARGETS,
    ClockSpan,
    Question,
    ServiceRules,
    TargetClock,
    TargetStep,
)
from app.board.queries import Timed
from app.core import clock
from app.core.events import Event, record
from app.core.hours import Calendar
from app.extensions import db

UNTIMED_CHANNEL = "import"
UNTIMED_SPACE = "sandbox"


@dataclass(frozen=True)
class Ground:
    """What a question's clocks are reckoned from."""

    question: Question
    rules: ServiceRules
    calendar: Calendar
    spans: list[Span]
    now: datetime
    kept: Timed

    @property
    def is_running(self) -> bool:
        """Whether the question waits for us now."""
        return bool(self.spans) and self.spans[-1].ended_at is None


def keep_time(question: Question, *, at: datetime | None = None) -> None:
    """Start or stop the clocks as the question's state asks, note what was missed so far, and say when to look again.

    `at` dates the change when it happened earlier than now, as when a wait ran out while no worker looked.
    """
    keep_times([question], at=at)


def keep_times(questions: Iterable[Question], *, at: datetime | None = None) -> None:
    """The same for many, each once; the statements do not grow with the questions where nothing was missed."""
    timed = [each for each in questions if each.channel != UNTIMED_CHANNEL and each.space.visibility != UNTIMED_SPACE]
    if not timed:
        return
    db.session.flush()
    kept = Timed(timed)
    for question in timed:
        _turn(question, at or clock.now(), kept)
    db.session.flush()
    for question in timed:
        ground = _ground(question, kept)
        if ground is not None and (taken := take_steps(ground, FACTS)):
            record_steps(question, taken)


def stand(question: Question) -> Ground | None:
    """What the question's clocks are reckoned from now, or None where nothing is promised or measured."""
    return _ground(question, Timed([question]))


def take_steps(ground: Ground, steps: Iterable[str]) -> list[TargetStep]:
    """Take those of these steps that are due and were not taken, in order, and keep `due_at` and `look_at` right."""
    question, wanted = ground.question, set(steps)
    done, clocks = ground.kept.steps[question.id], ground.kept.clocks[question.id]
    taken, ahead, due = [], [], []
    for target in TARGETS:
        if (held := _reckon(ground, target, clocks.get(target))) is None:
            continue
        due += [held.due_at] if held.due_at else []
        for step, moment in _moments(ground, held):
            if (target, step) in done:
                continue
            if moment <= ground.now and step in wanted:
                taken.append(TargetStep(question_id=question.id, target=target, step=step, at=moment))
            else:
                ahead.append(moment)
    _set_looks(ground, due, ahead)
    return _keep(taken, ground.now)


def record_steps(question: Question, taken: list[TargetStep], *, quiet: bool = False) -> None:
    """Write steps into the event book; people are told the last of those whose clock still runs."""
    if taken:
        running = {target for target, held in queries.clocks_of(question.id).items() if held.running_since}
        news = [step for step in taken if step.target in running]
        for step in taken:
            _record(question, step, tell=not quiet and step in news[-1:])


def _record(question: Question, step: TargetStep, *, tell: bool) -> None:
    """Dated by when it was due."""
    about: dict[str, Any] = {"question_id": question.id, "target": step.target, "tell": tell}
    happened: Event
    if step.step == "warned":
        happened = TargetWarned(**about)
    elif step.step == "breached":
        happened = TargetBreached(**about)
    else:
        happened = LadderClimbed(step=step.step, **about)
    record(happened, by=None, space_id=question.space_id, at=step.at)


def _turn(question: Question, moment: datetime, kept: Timed) -> None:
    """Begin or end a span; a clock that stepped back never makes one end before it began."""
    rows = kept.spans[question.id]
    last = rows[-1] if rows else None
    if last is not None and last.ended_at is None and not _waits_for_us(question):
        last.ended_at = max(moment, last.began_at)
    elif _waits_for_us(question) and (last is None or last.ended_at is not None):
        begins = moment if last is None or last.ended_at is None else max(moment, last.ended_at)
        rows.append(ClockSpan(question_id=question.id, began_at=begins))
        db.session.add(rows[-1])


def _waits_for_us(question: Question) -> bool:
    is_settled = question.closed_at is not None or question.solved_at is not None
    is_read = question.hold == SHOWN and question.published_at is not None and question.merged_into_id is None
    return is_read and not is_settled and question.asked_back_at is None


def _ground(question: Question, kept: Timed) -> Ground | None:
    rows = kept.spans[question.id]
    rules = kept.rules(question.space_id) if rows else None
    if rules is None:
        if question.due_at is not None:
            _forget_running(question)
        question.due_at = None
        question.look_at = _wait_runs_out(question, None)
        return None
    calendar = kept.calendar(question.space_id)
    return Ground(question, rules, calendar, queries.as_spans(rows), clock.now(), kept)


def _forget_running(question: Question) -> None:
    """Nothing is promised any more; clocks that have ended stay as they ended."""
    running = (TargetClock.question_id == question.id, TargetClock.ended_at.is_(None))
    db.session.execute(delete(TargetClock).where(*running))


def _reckon(ground: Ground, target: str, held: TargetClock | None) -> TargetClock | None:
    """Bring one clock up to date; one that has ended is history and is not reckoned anew."""
    question, end = ground.question, _end(ground, target)
    minutes = ground.rules.minutes(question.severity, target)
    if held is not None and held.ended_at is not None and held.ended_at == end:
        return held
    if minutes is None:
        if held is not None:
            db.session.delete(held)
            del ground.kept.clocks[question.id][target]
        return None
    if held is None:
        held = ground.kept.clocks[question.id][target] = TargetClock(question_id=question.id, target=target)
        db.session.add(held)
    spans = cut(ground.spans, end)
    held.allowed_seconds, held.ended_at = minutes * 60, end
    held.spent_seconds = int(spent(spans, ground.calendar, ground.now).total_seconds())
    runs = end is None and ground.is_running
    held.running_since = ground.spans[-1].began_at if runs else None
    held.due_at = reached(spans, ground.calendar, timedelta(minutes=minutes)) if runs else None
    return held


def _end(ground: Ground, target: str) -> datetime | None:
    """When a clock ended: the first answer by another, the solution, or the question's closing."""
    question = ground.question
    ends = [question.closed_at, question.solved_at]
    if target == "first_response":
        ends.append(ground.kept.answered.get(question.id))
    return min((end for end in ends if end is not None), default=None)


def _moments(ground: Ground, held: TargetClock) -> list[tuple[str, datetime]]:
    """When each step is due; the ladder only while the clock runs, and nothing before the rules were made."""
    rules, spans, allowed = ground.rules, cut(ground.spans, held.ended_at), timedelta(seconds=held.allowed_seconds)
    after = {"answerers": rules.answerers_after, "owner": rules.owner_after, "case": rules.case_after}
    amounts = {"warned": allowed * rules.warn_percent / 100, "breached": allowed}
    if held.running_since is not None:
        amounts |= {step: allowed + timedelta(minutes=n) for step, n in after.items() if n is not None}
    found = [(step, reached(spans, ground.calendar, amounts[step])) for step in STEPS if step in amounts]
    return [(step, max(moment, rules.changed_at)) for step, moment in found if moment is not None]


def _set_looks(ground: Ground, due: list[datetime], ahead: list[datetime]) -> None:
    question = ground.question
    question.due_at = min(due, default=None)
    question.look_at = _wait_runs_out(question, ground.rules) or (min(ahead, default=None) if due else None)


def _wait_runs_out(question: Question, rules: ServiceRules | None) -> datetime | None:
    """When a question has waited for its asker long enough."""
    if question.asked_back_at is None or question.closed_at is not None:
        return None
    return question.asked_back_at + timedelta(days=rules.waits_days if rules else 7)


def _keep(taken: list[TargetStep], now: datetime) -> list[TargetStep]:
    """Write the steps down in the order in which they were due."""
    ordered = sorted(taken, key=lambda step: (step.at, STEPS.index(step.step)))
    for step in ordered:
        step.taken_at = now
    if ordered:
        db.session.add_all(ordered)
        db.session.flush()
    return ordered
