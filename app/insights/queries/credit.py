"""To which answers, authors and spaces journeys that needed no contact are owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.board import queries as board
from app.board.models import Question
from app.insights.estimates.attribution import Exposure, Through, Touch, shared_out, total_credit
from app.insights.estimates.estimate import Estimate
from app.insights.queries.counting import Counted
from app.insights.queries.deflection import Deflection
from app.insights.queries.journeys import number_of

MOST = 20
Names = dict[str, tuple[tuple[str, str], ...]]
BY = ("question", "topic", "author", "space")


@dataclass
class Line:
    """A question, author or space: journeys that read it, how many needed no contact after, its share of the credit."""

    title: str
    url: str
    read: int = 0
    uncontacted: int = 0
    credit: float = 0.0
    contacts: Estimate | None = None


def lines(found: Deflection, viewer: Person | None, *, by: str, touch: Touch, through: Through) -> Sequence[Line]:
    """The drill-down, most credit first, of what the viewer may see; opened and only shown are never mixed.

    What they may not see keeps what it is owed, so that the same line says the same to everybody.
    """
    names = _names(found, viewer, by)
    spared = [journey for journey in found.count.treated if journey.contacted_at is None]
    credit = _credit(spared, names, by, touch, through)
    shares = shared_out(found.causal.compared.contacts, credit)
    made: dict[str, Line] = {}
    for journey in found.count.treated:
        met = (names[s] for s, way, _at in journey.seen if s in names and way == through)
        for key, title in {name for each in met for name in each}:
            line = made.setdefault(key, Line(title, key, credit=credit.get(key, 0.0), contacts=shares.get(key)))
            line.read += 1
            line.uncontacted += journey.contacted_at is None
    return sorted(made.values(), key=lambda line: (-line.credit, -line.read, line.url))[:MOST]


def _credit(spared: Sequence[Counted], names: Names, by: str, touch: Touch, through: Through) -> dict[str, float]:
    """By address. A question of several topics gives each of them an equal part of what it is owed."""
    if by != "topic":
        return total_credit((_exposures(journey, names) for journey in spared), touch, through)
    found: dict[str, float] = {}
    whole = total_credit((_subjects(journey) for journey in spared), touch, through)
    for subject, share in whole.items():
        named = names.get(subject, _unnamed(subject))
        for url, _title in named:
            found[url] = found.get(url, 0.0) + share / len(named)
    return found


def _exposures(journey: Counted, names: Names) -> list[Exposure[str]]:
    return [Exposure(names.get(s, _unnamed(s))[0][0], at, Through(way)) for s, way, at in journey.seen]


def _subjects(journey: Counted) -> list[Exposure[str]]:
    return [Exposure(s, at, Through(way)) for s, way, at in journey.seen]


def _unnamed(subject: str) -> tuple[tuple[str, str], ...]:
    return ((subject, ""),)


def _names(found: Deflection, viewer: Person | None, by: str) -> Names:
    """For each subject, the addresses and the titles of what stands for it."""
    numbers = {number_of(subject, "question") for journey in found.count.journeys for subject, _w, _a in journey.seen}
    questions = board.questions_by_ids(viewer, sorted(number for number in numbers if number is not None))
    if by == "author":
        return {subject: (name,) for subject, name in _authors(questions).items()}
    named = [(f"question:{number}", question) for number, question in questions.items()]
    if by == "topic":
        topics = {subject: tuple((each.url, each.name) for each in question.topics) for subject, question in named}
        return {subject: names for subject, names in topics.items() if names}
    if by == "space":
        return {subject: ((question.space.url, question.space.name),) for subject, question in named}
    return {subject: ((question.url, question.title),) for subject, question in named}


def _authors(questions: dict[int, Question]) -> dict[str, tuple[str, str]]:
    """The author of a question's best answer stands for it."""
    best = board.best_answers(questions)
    people = accounts.by_ids(answer.author_id for answer in best.values())
    return {
        f"question:{number}": (people[answer.author_id].url, people[answer.author_id].name)
        for number, answer in best.items()
    }
