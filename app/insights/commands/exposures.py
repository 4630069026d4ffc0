"""What was shown and opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.board import commands as board
from app.core import clock
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.insights import queries
from app.insights.commands.openings import Source, is_within
from app.insights.models import VIEW, Exposure, Journey, Reading, Sighting


@dataclass(frozen=True)
class Seen:
    """A subject such as `question:42`, shown or opened at a place of a list."""

    subject: str
    way: str = VIEW
    place: str = ""
    position: int = 0


def expose(journey: Journey, seen: Iterable[Seen]) -> int:
    """Note answered questions, the first time each was shown and opened; returns how many were new."""
    wanted = {(one.subject, one.way): one for one in reversed(list(seen))}
    answered = queries.answered_subjects(subject for subject, _way in wanted)
    known = queries.exposed_ways(journey.id)
    new = [one for key, one in wanted.items() if one.subject in answered and key not in known]
    rows = [
        {"journey_id": journey.id, "subject": one.subject, "way": one.way, "place": one.place[:20],
         "position": one.position, "at": clock.now()}
        for one in new
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(Exposure), rows)
    return len(new)


def read_questions(key: str, question_ids: Iterable[int], *, by: Person | None, source: Source | None = None) -> int:
    """Count a visit as a reader of these questions' answers, once a day; a member counts once however they come.

    Of strangers from one `source` no more count in an hour than may.
    """
    who, day = f"person:{by.id}" if by else key, clock.now().date()
    wanted = set(question_ids)
    mine = (Reading.key == who, Reading.day == day, Reading.question_id.in_(wanted))
    new = sorted(wanted - set(db.session.scalars(select(Reading.question_id).where(*mine))))
    if new and by is None and source is not None and not is_within(source, journeys=False):
        return 0
    db.session.add_all(Reading(key=who, question_id=each, day=day) for each in new)
    db.session.flush()
    board.count_reader(new, person_id=by.id if by else None)
    return len(new)


def forget_readings() -> None:
    """Drop what is needed no more to count nobody twice."""
    db.session.execute(delete(Reading).where(Reading.day < clock.now().date() - timedelta(days=1)))


def sight_ideas(idea_ids: Iterable[int], *, by: Person) -> int:
    """Count ideas as seen by a member, once a day, as far as the member may see them; returns how many were new.

    Whoever wrote an idea is no audience of it. The unique row decides between two tabs at once.
    """
    day = clock.now().date()
    wanted = idea_queries.visible_ids(by, idea_ids) - idea_queries.own_ids(by, idea_ids)
    new = [idea_id for idea_id in sorted(wanted - queries.sighted(by.id, wanted, day)) if sight(by.id, idea_id, day)]
    if new:
        ideas.expose(new)
    return len(new)


def sight(person_id: int, idea_id: int, day: date) -> bool:
    """Note a sighting; False where another tab was faster."""
    try:
        with db.session.begin_nested():
            db.session.add(Sighting(person_id=person_id, idea_id=idea_id, day=day))
    except IntegrityError:
        return False
    return True
