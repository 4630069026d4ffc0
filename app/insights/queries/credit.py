"""What each answer, author, topic and space saved: contacts spared that are owed to it, less what answering cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.board import queries as board
from app.board.models import Question
from app.core.pages import Page, encode, place
from app.insights.estimates.attribution import Exposure, Through, Touch, total_credit
from app.insights.estimates.estimate import Estimate
from app.insights.estimates.splitting import apportioned, divided, net_of, summed
from app.insights.queries.answering import Answered, answered
from app.insights.queries.counting import Count, Counted
from app.insights.queries.deflection import Deflection
from app.insights.queries.journeys import AT_ONCE, number_of

Name = tuple[str, str]
Names = Mapping[str, tuple[Name, ...]]
ANY = "*"
BY = ("question", "topic", "author", "space")


@dataclass
class Met:
    """A question, topic, author or space: journeys that met it, how many needed no contact after, its credit, and the
    answers of the period with what they cost.
    """

    title: str
    url: str
    read: int = 0
    uncontacted: int = 0
    credit: float = 0.0
    answers: int = 0
    cost: float = 0.0

    @property
    def order(self) -> tuple[float, int, int, str]:
        """Most credit first, then what most met, then what most was written to."""
        return -self.credit, -self.read, -self.answers, self.url


@dataclass(frozen=True)
class Line:
    """What was met, the contacts spared and the money owed to it, the cost of answering (None: no rate set), the net.

    `gross`, `answering` and `net` are money in hundredths.
    """

    met: Met
    contacts: Estimate
    gross: Estimate
    answering: float | None
    net: Estimate


@dataclass(frozen=True)
class Owed:
    """Lines that the viewer may see, most credit first, what is told apart for none of them, and what all come to.

    Journeys may meet several, and an answer may have several topics: those counts do not add up, all else does.
    """

    lines: Sequence[Line]
    unnamed: Line
    whole: Line


def owed(found: Deflection, viewer: Person | None, *, by: str, touch: Touch, through: Through) -> Owed:
    """The drill-down of the saving; what was opened and what was only shown are never mixed.

    What the viewer may not see keeps what it is owed, unnamed, so that the same line says the same to everybody.
    """
    work = answered(found.count.period, found.space)
    questions = _questions(found.count, work, viewer)
    names, workers = _names(questions, by), _workers(work, questions, by)
    unnamed, whole, named = Met("", ""), Met("", ""), dict[str, Met]()
    for journey in found.count.treated:
        subjects = [subject for subject, way, _at in journey.seen if way == through]
        _read(named, unnamed, whole, [names.get(subject, ()) for subject in subjects], journey)
    spared = [journey for journey in found.count.treated if journey.contacted_at is None]
    for url, share in _credit(spared, names, by, touch, through).items():
        for met in (named.get(url, unnamed), whole):
            met.credit += share
    for each in work:
        parts = workers.get((each.question_id, each.author_id), ())
        mine = [named.setdefault(url, Met(title, url)) for url, title in parts] or [unnamed]
        for met, part in [*((one, len(mine)) for one in mine), (whole, 1)]:
            met.answers, met.cost = met.answers + each.answers, met.cost + each.cost / part
    return _priced(found, sorted(named.values(), key=lambda met: met.order), unnamed, whole)


def meeting(
    counted: Count, viewer: Person | None, *, by: str, through: Through, url: str
) -> tuple[str, Callable[[Counted], bool]]:  # fmt: skip
    """The title of what stands at an address, and which journeys met it: those that its line counts.

    Without an address they are those of the line that is told apart for none, at ANY those that met any other.
    """
    names = _names(_questions(counted, (), viewer), by)

    def met(journey: Counted) -> bool:
        seen = [names.get(subject, ()) for subject, way, _at in journey.seen if way == through]
        return any(bool(each) if url == ANY else url in dict(each) if url else not each for each in seen)

    return next((dict(each)[url] for each in names.values() if url in dict(each)), ""), met


def others(lines: Sequence[Line]) -> Line:
    """Some lines as one, of no journeys; of a topic's answers some may be counted twice."""
    met = Met("", "", credit=sum(line.met.credit for line in lines), answers=sum(line.met.answers for line in lines))
    answering = [line.answering for line in lines if line.answering is not None]
    contacts, gross, net = (summed([getattr(one, name) for one in lines]) for name in ("contacts", "gross", "net"))
    return Line(met, contacts, gross, round(sum(answering), 2) if answering else None, net)


def lines_after(found: Owed, after: str | None, limit: int) -> Page[Line]:
    """The lines that follow; raises Invalid for a broken marker."""
    last = tuple(place(after, float, int, int, str)) if after else None
    ahead = [line for line in found.lines if last is None or line.met.order > last]
    shown = ahead[:limit]
    return Page(shown, encode(shown[-1].met.order) if len(ahead) > limit else None)


def _read(
    named: dict[str, Met], unnamed: Met, whole: Met, met: Sequence[tuple[Name, ...]], journey: Counted
) -> None:  # fmt: skip
    """Count a journey once with everything it met, and once in all."""
    lines = [named.setdefault(url, Met(title, url)) for url, title in {name for names in met for name in names}]
    lines += [unnamed] if () in met else []
    for line in [*lines, *([whole] if met else [])]:
        line.read += 1
        line.uncontacted += journey.contacted_at is None


def _priced(found: Deflection, named: Sequence[Met], unnamed: Met, whole: Met) -> Owed:
    """Where nothing was met that credit could be given to, all of the saving is told apart for none."""
    every = [*named, unnamed]
    weights = [met.credit for met in every] if whole.credit else [*(0.0 for _met in named), 1.0]
    contacts, gross = (divided(it, weights, sum(weights)) for it in (found.causal.compared.contacts, found.gross))
    costs = _answering(found, every, whole)
    made = [
        Line(met, spared, saved, cost, net_of(saved, cost))
        for met, spared, saved, cost in zip(every, contacts, gross, costs, strict=True)
    ]
    total = others(made)
    return Owed(made[:-1], made[-1], Line(whole, total.contacts, total.gross, total.answering, total.net))


def _answering(found: Deflection, every: Sequence[Met], whole: Met) -> list[float | None]:
    """In hundredths that add up; None where the rate is not set, or set in several currencies."""
    if found.money.per_minute is None:
        return [None] * len(every)
    return [part / 100 for part in apportioned(round(100 * whole.cost), [met.cost for met in every])]


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


def _unnamed(subject: str) -> tuple[Name, ...]:
    return ((subject, ""),)


def _questions(counted: Count, work: Iterable[Answered], viewer: Person | None) -> dict[int, Question]:
    """Those met or answered in the period that the viewer may see, so many at a time."""
    met = {number_of(subject, "question") for journey in counted.journeys for subject, _w, _a in journey.seen}
    numbers = sorted({number for number in met if number is not None} | {each.question_id for each in work})
    parts = (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE))
    return {number: question for part in parts for number, question in board.questions_by_ids(viewer, part).items()}


def _names(questions: Mapping[int, Question], by: str) -> Names:
    """For each subject, the addresses and the titles of what stands for it: of authors, the best answer's."""
    if by == "author":
        best = board.best_answers(questions)
        people = _people(answer.author_id for answer in best.values())
        return {f"question:{number}": (people[answer.author_id],) for number, answer in best.items()}
    named = {f"question:{number}": _names_of(question, by) for number, question in questions.items()}
    return {subject: names for subject, names in named.items() if names}


def _names_of(question: Question, by: str) -> tuple[Name, ...]:
    if by == "topic":
        return tuple((each.url, each.name) for each in question.topics)
    stands = question.space if by == "space" else question
    return ((stands.url, question.space.name if by == "space" else question.title),)


def _workers(
    work: Sequence[Answered], questions: Mapping[int, Question], by: str
) -> dict[tuple[int, int], tuple[Name, ...]]:  # fmt: skip
    """To whom or what the cost of answers belongs: of authors, to who wrote them, whichever answer is the best."""
    seen = [each for each in work if each.question_id in questions]
    if by == "author":
        people = _people(each.author_id for each in seen)
        return {(each.question_id, each.author_id): (people[each.author_id],) for each in seen}
    return {(each.question_id, each.author_id): _names_of(questions[each.question_id], by) for each in seen}


def _people(ids: Iterable[int]) -> dict[int, Name]:
    return {number: (person.url, person.name) for number, person in accounts.by_ids(ids).items()}
