"""What is kept of many questions' clocks, each kind asked for at most once, and only where it is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from sqlalchemy import func, select

from app.board.models import PUBLISHED, Answer, ClockSpan, Question, ServiceRules, TargetClock, TargetStep
from app.board.queries.targets import rules_in_force
from app.core.hours import Calendar
from app.extensions import db
from app.spaces import queries as spaces


class Timed:
    """The rows behind these questions' clocks."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self._ids = [question.id for question in questions]
        self._rules: dict[int, ServiceRules | None] = {}
        self._calendars: dict[int, Calendar] = {}

    @cached_property
    def spans(self) -> defaultdict[int, list[ClockSpan]]:
        """When each waited for us, in order."""
        query = select(ClockSpan).where(ClockSpan.question_id.in_(self._ids))
        found: defaultdict[int, list[ClockSpan]] = defaultdict(list)
        for row in db.session.scalars(query.order_by(ClockSpan.began_at, ClockSpan.id)):
            found[row.question_id].append(row)
        return found

    @cached_property
    def clocks(self) -> defaultdict[int, dict[str, TargetClock]]:
        """Each one's clocks by their target."""
        found: defaultdict[int, dict[str, TargetClock]] = defaultdict(dict)
        for row in db.session.scalars(select(TargetClock).where(TargetClock.question_id.in_(self._ids))):
            found[row.question_id][row.target] = row
        return found

    @cached_property
    def steps(self) -> defaultdict[int, set[tuple[str, str]]]:
        """What was done about each one's targets: target and step."""
        query = select(TargetStep.question_id, TargetStep.target, TargetStep.step)
        found: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
        for question_id, target, step in db.session.execute(query.where(TargetStep.question_id.in_(self._ids))):
            found[question_id].add((target, step))
        return found

    @cached_property
    def answered(self) -> dict[int, datetime]:
        """When somebody other than its asker first answered each, of what can be read now."""
        query = select(Answer.question_id, func.min(Answer.published_at)).join(Answer.question)
        by_another = (Answer.state == PUBLISHED, Answer.author_id != Question.author_id)
        query = query.where(Answer.question_id.in_(self._ids), *by_another).group_by(Answer.question_id)
        return {row[0]: row[1] for row in db.session.execute(query) if row[1] is not None}

    def rules(self, space_id: int) -> ServiceRules | None:
        """What is promised in a space."""
        if space_id not in self._rules:
            self._rules[space_id] = rules_in_force(space_id)
        return self._rules[space_id]

    def calendar(self, space_id: int) -> Calendar:
        """When a space is at work."""
        if space_id not in self._calendars:
            self._calendars[space_id] = spaces.calendar_of(space_id)
        return self._calendars[space_id]
