"""To which answers, topics, authors and spaces journeys that needed no contact are owed, and what those cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.board import queries as board
from app.board.models import Question
from app.insights.estimates.attribution import Exposure, Through, Touch, shared_out, total_credit
from app.insights.estimates.estimate import Estimate
from app.insights.queries.costs import Work, answers_within
from app.insights.queries.counting import Counted
from app.insights.queries.deflection import Deflection
from app.insights.queries.journeys import number_of

MOST = 20
Names = dict[str, tuple[tuple[str, str], ...]]
BY = ("question", "topic", "author", "space")


@dataclass
class Line:
    """A question, topic, author or space: journeys that read it, how many needed no contact after, its share of the
    credit and so of the contacts spared, and how many answers of the period are its, with the minutes they took.
    """

    title: str
    url: str
    read: int = 0
    uncontacted: int = 0
    credit: float = 0.0
    contacts: Estimate | None = None
    answers: float = 0.0
    minutes: float = 0.0


@dataclass(frozen=True)
class Owed:
    """The lines that are told, what is left of the whole beside them, and the whole: they add up."""

    lines: Sequence[Line]
    rest: Line
    whole: Line


def owed(
    found: Deflection, viewer: Person | None, *, by: str, touch: Touch, through: Through, most: int | None = MOST
) -> Owed:
    """The drill-down, most credit first, of what the viewer may see; opened and only shown are never mixed.

    What they may not see keeps what it is owed, so that the same line says the same to everybody.
    """
    work = answers_within(found.count.period)
    questions = _questions(found, work, viewer)
    names = _names(questions, by)
    spared = [journey for journey in found.count.treated if journey.contacted_at is None]
    credit = _credit(spared, names, by, touch, through)
    made: dict[str, Line] = {}
    whole = Line(
        "", "", credit=sum(credit.values()), contacts=found.causal.compared.contacts, answers=found.money.answers,
        minutes=found.money.minutes,
    )  # fmt: skip
    for journey in found.count.treated:
        met = [names.get(about, ()) for about, way, _at in journey.seen if way == through]
        for line in ([whole] if met else []) + _lines(made, {name for each in met for name in each}):
            line.read += 1
            line.uncontacted += journey.contacted_at is None
    _share_work(made, work, questions, by)
    causal = found.causal.compared.contacts
    shares = shared_out(causal, credit)
    for line in made.values():
        line.credit = credit.get(line.url, 0.0)
        line.contacts = shares.get(line.url, causal.scaled(0.0) if shares else None)
    told = sorted(made.values(), key=lambda line: (-line.credit, -line.read, -line.minutes, line.url))[:most]
    return Owed(told, _rest(whole, told), whole)


def _lines(made: dict[str, Line], named: Iterable[tuple[str, str]]) -> list[Line]:
    return [made.setdefault(url, Line(title, url)) for url, title in sorted(named)]


def _share_work(made: dict[str, Line], work: Sequence[Work], questions: dict[int, Question], by: str) -> None:
    """Charge each answer to whoever wrote it, or in equal parts to what its question is of."""
    told = [each for each in work if each.question_id in questions]
    people = accounts.by_ids({each.author_id for each in told}) if by == "author" else {}
    for each in told:
        question = questions[each.question_id]
        author = [(people[each.author_id].url, people[each.author_id].name)] if each.author_id in people else []
        named = author if by == "author" else _named(question, by)
        for line in _lines(made, named):
            line.answers += 1 / len(named)
            line.minutes += each.minutes / len(named)


def _rest(whole: Line, told: Sequence[Line]) -> Line:
    """What the lines leave of the whole; a journey can read several, so those are not taken apart."""
    credit = max(0.0, whole.credit - sum(line.credit for line in told))
    left = credit / whole.credit if whole.credit else 1.0
    return Line(
        "", "", credit=credit, contacts=None if whole.contacts is None else whole.contacts.scaled(left),
        answers=max(0.0, whole.answers - sum(line.answers for line in told)),
        minutes=max(0.0, whole.minutes - sum(line.minutes for line in told)),
    )  # fmt: skip


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


def _questions(found: Deflection, work: Sequence[Work], viewer: Person | None) -> dict[int, Question]:
    """What was read or answered of what the viewer may see."""
    read = {number_of(subject, "question") for journey in found.count.journeys for subject, _w, _a in journey.seen}
    numbers = read | {each.question_id for each in work}
    return board.questions_by_ids(viewer, sorted(number for number in numbers if number is not None))


def _names(questions: dict[int, Question], by: str) -> Names:
    """For each subject, the addresses and the titles of what stands for it."""
    if by == "author":
        return {subject: (name,) for subject, name in _authors(questions).items()}
    named = {f"question:{number}": tuple(_named(question, by)) for number, question in questions.items()}
    return {subject: names for subject, names in named.items() if names}


def _named(question: Question, by: str) -> list[tuple[str, str]]:
    if by == "topic":
        return [(each.url, each.name) for each in question.topics]
    if by == "space":
        return [(question.space.url, question.space.name)]
    return [(question.url, question.title)]


def _authors(questions: dict[int, Question]) -> dict[str, tuple[str, str]]:
    """The author of a question's best answer stands for it."""
    best = board.best_answers(questions)
    people = accounts.by_ids(answer.author_id for answer in best.values())
    return {
        f"question:{number}": (people[answer.author_id].url, people[answer.author_id].name)
        for number, answer in best.items()
    }
