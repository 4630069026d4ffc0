"""Finding things: the index proposes, the database says what the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from markupsafe import Markup
from sqlalchemy import func, select

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.board import queries as board
from app.board.models import Question
from app.board.queries.documents import Summary
from app.core import pages, signals, text
from app.extensions import db
from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.search.backend import engine
from app.search.engine.analysis import words
from app.search.engine.port import Hit
from app.search.highlight import marked, window
from app.search.models import Stale
from app.spaces import queries as spaces
from app.spaces.models import Space
from app.topics.models import Topic

T = TypeVar("T")
KINDS = ("question", "idea", "person")
LONGEST = 300
WINDOW = 200
COUNTED_TO = 100
SHOWN = 20
SIMILAR = 5
# What the index proposes beyond what is shown, for those it proposes that the reader may not see.
SPARE = 3
# From so many words on, what is less alike than this is taken to be about something else: calibrated on public
# questions within and outside of known intents (docs/methods.md, "Similar questions"). Fewer words fit many a question.
ALIKE_ENOUGH = 0.5
TELLING_FROM = 3
# Topics are proposed from so many of the nearest questions, as far as they are alike at all.
NEAREST = 12
HINTING = 0.25
PROPOSED = 3


@dataclass(frozen=True)
class Result:
    """Something found; `thing` is the row behind it, `title` and `text` carry `<mark>`."""

    kind: str
    thing: Any
    title: Markup
    text: Markup
    state: str
    at: datetime

    @property
    def url(self) -> str:
        """Its page."""
        return str(self.thing.url)


@dataclass(frozen=True)
class Results(pages.Page[Result]):
    """One page of results; `total` counts what the reader may see, up to `COUNTED_TO`; beyond it `is_more`."""

    total: int = 0
    is_more: bool = False


@dataclass(frozen=True)
class Status:
    """What an operator sees of the index."""

    documents: int
    stale: int
    watermark: int


def similar(
    person: Person | None, q: str, *, space: Space | None = None, limit: int = SIMILAR, without: int = 0
) -> list[Summary]:
    """Answered questions about the same that the person may see, each with its best answer, best first.

    What merely shares a few words is left out; one whose best answer is out of date comes after the others.
    """
    found = engine().similar(q[:LONGEST], _spaces(person, space), limit * SPARE + 1)
    enough = ALIKE_ENOUGH if len(words(q)) >= TELLING_FROM else 0.0
    known = _summaries(person, [hit for hit in found.items if hit.alikeness >= enough], without)
    return sorted(known, key=lambda each: each.answer is not None and each.answer.is_stale)[:limit]


def nearest(
    person: Person | None, q: str, *, space: Space | None = None, limit: int = SIMILAR, without: int = 0
) -> list[Summary]:
    """The same for somebody who judges for themselves: the nearest ones, however near."""
    found = engine().similar(q[:LONGEST], _spaces(person, space), limit * SPARE + 1)
    return _summaries(person, found.items, without)[:limit]


def proposed_topics(person: Person | None, q: str, limit: int = PROPOSED) -> list[Topic]:
    """What a question being typed may be about: the topics of the nearest ones the person may see, the likeliest first.

    A question counts by the square of its likeness, so that many distant ones do not outweigh a near one.
    """
    found = engine().similar(q[:LONGEST], _spaces(person, None), NEAREST, kind="question").items
    known = board.questions_by_ids(person, [_number(hit) for hit in found])
    near = ((hit.alikeness, known.get(_number(hit))) for hit in found)
    return likeliest(((likeness, question.topics) for likeness, question in near if question), limit)


def likeliest(near: Iterable[tuple[float, Iterable[T]]], limit: int = PROPOSED) -> list[T]:
    """Of what near things are about, what most of the likeness speaks for; things hardly alike have no say."""
    weights: dict[T, float] = defaultdict(float)
    for likeness, labels in near:
        for label in labels if likeness >= HINTING else ():
            weights[label] += likeness**2
    return sorted(weights, key=lambda label: -weights[label])[:limit]


def similar_ideas(
    person: Person | None, q: str, *, space: Space | None = None, limit: int = SIMILAR, without: int = 0
) -> list[Idea]:
    """Ideas most like this text that the person may see, best first."""
    found = engine().similar(q[:LONGEST], _spaces(person, space), limit * SPARE + 1, kind="idea")
    visible = _ideas(person, [_number(hit) for hit in found.items])
    return [idea for number, idea in visible.items() if number != without][:limit]


@signals.finds_similar_ideas
def similar_idea_ids(person: Person | None, words: str, without: int, limit: int) -> list[int]:
    """The same as ids, for features below."""
    return [idea.id for idea in similar_ideas(person, words, limit=limit, without=without)]


def search(
    person: Person | None,
    q: str,
    *,
    kind: str | None = None,
    space: Space | None = None,
    after: str | None = None,
    limit: int = SHOWN,
) -> Results:
    """Questions and ideas with these words, or one kind of them, that the person may see, best first."""
    offset = _offset(after)
    keys = _visible_keys(person, q, kind, space)
    shown = _results(person, keys[offset : offset + limit], q)
    more = offset + limit < len(keys)
    following = pages.encode([offset + limit]) if more else None
    return Results(shown, following, min(len(keys), COUNTED_TO), len(keys) > COUNTED_TO)


def count(person: Person | None, q: str, kind: str, space: Space | None = None) -> int:
    """How many of one kind the person may see, up to `COUNTED_TO`."""
    return min(len(_visible_keys(person, q, kind, space)), COUNTED_TO)


def people(q: str, *, after: str | None = None, limit: int = SHOWN) -> Results:
    """Members by name or function."""
    page = accounts.people(words=" ".join(q[:LONGEST].split()), after=after, limit=limit)
    return Results([_person(person, q) for person in page.items], page.next, len(page.items), page.next is not None)


def status() -> Status:
    """How much is indexed, how much has yet to be, and up to which event."""
    stale = db.session.scalar(select(func.count()).select_from(Stale)) or 0
    return Status(engine().count(), stale, engine().watermark())


def _summaries(person: Person | None, hits: Iterable[Hit], without: int) -> list[Summary]:
    known = board.summaries(person, [number for number in map(_number, hits) if number != without])
    return [summary for summary in known if summary.answer is not None]


def _visible_keys(person: Person | None, q: str, kind: str | None, space: Space | None) -> list[str]:
    hits = engine().search(q[:LONGEST], kind, _spaces(person, space), WINDOW).items
    visible = {
        "question": board.visible_ids(person, _numbers(hits, "question")),
        "idea": ideas.visible_ids(person, _numbers(hits, "idea")),
    }
    return [hit.key for hit in hits if _number(hit) in visible[hit.kind]]


def _results(person: Person | None, keys: Sequence[str], q: str) -> list[Result]:
    wanted = [(kind, int(number)) for kind, _, number in (key.partition(":") for key in keys)]
    numbers = [number for kind, number in wanted if kind == "question"]
    bodies = _bodies(numbers)
    results = {
        ("question", known.question.id): _question(known, bodies.get(known.question.id, ""), q)
        for known in board.summaries(person, numbers)
    }
    found = _ideas(person, [number for kind, number in wanted if kind == "idea"])
    results |= {("idea", number): _idea(idea, q) for number, idea in found.items()}
    return [results[key] for key in wanted if key in results]


def _question(known: Summary, body: str, q: str) -> Result:
    source = known.answer.body if known.answer else body
    words = window(text.excerpt(source, text.LONGEST), q)
    question = known.question
    return Result("question", question, marked(question.title, q), marked(words, q), question.mark, question.asked_at)


def _idea(idea: Idea, q: str) -> Result:
    words = window(text.excerpt(idea.body, text.LONGEST), q)
    return Result("idea", idea, marked(idea.title, q), marked(words, q), idea.at_stage.look, idea.submitted_at)


def _person(person: Person, q: str) -> Result:
    return Result("person", person, marked(person.name, q), marked(person.function, q), "", person.joined_at)


def _ideas(person: Person | None, ids: Sequence[int]) -> dict[int, Idea]:
    """Visible ideas in the order of the ids."""
    visible = ideas.visible_ids(person, ids)
    query = select(Idea).where(Idea.id.in_(visible), Idea.merged_into_id.is_(None))
    known = {idea.id: idea for idea in db.session.scalars(query)} if visible else {}
    return {number: known[number] for number in ids if number in known}


def _bodies(ids: Sequence[int]) -> dict[int, str]:
    """The texts of questions, which lists leave out, for those that are shown."""
    query = select(Question.id, Question.body).where(Question.id.in_(ids))
    return dict(db.session.execute(query).all()) if ids else {}


def _spaces(person: Person | None, space: Space | None) -> set[int]:
    visible = set(spaces.visible_id_list(person))
    return visible & {space.id} if space else visible


def _numbers(hits: Iterable[Hit], kind: str) -> list[int]:
    return [_number(hit) for hit in hits if hit.kind == kind]


def _number(hit: Hit) -> int:
    return int(hit.key.partition(":")[2])


def _offset(after: str | None) -> int:
    """Ranked results have no key to continue from; the marker is their place."""
    if not after:
        return 0
    (place,) = pages.decode(after, 1)
    return place if isinstance(place, int) and 0 <= place <= WINDOW else WINDOW
