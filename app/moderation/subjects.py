"""What can be moderated, by its subject such as `answer:12`: how it reads, where it stands, how its state is set."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from app.accounts.models import Person
from app.board import commands as board
from app.board import queries as board_queries
from app.board.models import Answer, Question
from app.core.events import Actor
from app.discussion import queries as discussion
from app.discussion.models import Comment
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Idea

PATTERN = re.compile(r"(question|answer|idea|comment):(\d{1,18})")
Thing = Question | Answer | Idea | Comment


@dataclass(frozen=True)
class Subject:
    """One thing that can be moderated, alike for all four kinds."""

    name: str
    thing: Thing
    title: str
    body: str
    body_html: str
    url: str
    author: Person
    space_id: int
    state: str

    @property
    def kind(self) -> str:
        """Question, answer, idea or comment."""
        return self.name.partition(":")[0]

    @property
    def edit_url(self) -> str:
        """Where its author changes it; empty where that cannot be done."""
        thing = self.thing
        if not isinstance(thing, Comment):
            return f"/{self.kind}s/{thing.id}/edit"
        return f"/ideas/{thing.subject_id}/comments/{thing.id}/edit" if thing.kind == "idea" else ""

    @property
    def shown_state(self) -> str:
        """What this kind calls being readable."""
        return "shown" if self.kind in {"question", "idea"} else "published"


def find(name: str) -> Subject | None:
    """The subject of this name in any state, for those who decide about it."""
    match = PATTERN.fullmatch(name)
    if match is None:
        return None
    kind, number = match[1], int(match[2])
    thing: Any = {
        "question": board_queries.by_id,
        "answer": board_queries.answer_by_id,
        "idea": idea_queries.idea_by_id,
        "comment": discussion.by_id,
    }[kind](number)
    return None if thing is None else _subject(name, thing)


def above(subject: Subject) -> list[Subject]:
    """What a thing stands under, from the page on down: the question, the answer, the comment it replies to."""
    thing = subject.thing
    if isinstance(thing, Answer):
        names = [f"question:{thing.question_id}"]
    elif isinstance(thing, Comment):
        names = [thing.page, f"{thing.kind}:{thing.subject_id}"]
        names += [f"comment:{thing.reply_to_id}"] if thing.reply_to_id else []
    else:
        names = []
    found = find_all(dict.fromkeys(names))
    return [found[name] for name in dict.fromkeys(names) if name in found]


def answered_words(subject: Subject | None) -> list[tuple[str, Markup]]:
    """What an idea says in the fields of its challenge's form, with their labels; nothing for other kinds."""
    thing = subject.thing if subject else None
    return idea_queries.answered_words(thing) if isinstance(thing, Idea) else []


def find_all(names: Iterable[str]) -> dict[str, Subject]:
    """The subjects of these names, those that are gone left out; the statements do not grow with the names."""
    wanted = list(names)
    kept = _load(wanted)
    found = {name: find(name) for name in wanted if name in kept}
    return {name: subject for name, subject in found.items() if subject is not None}


def _load(names: list[str]) -> dict[str, Thing]:
    """Rows by name, each kind in one statement; while they are held, `find` gets them without asking again."""
    rows = _rows(Comment, "comment", names)
    names = names + [row.page for row in rows.values() if isinstance(row, Comment)]
    rows |= _rows(Answer, "answer", names)
    names = names + [f"question:{row.question_id}" for row in rows.values() if isinstance(row, Answer)]
    return rows | _rows(Question, "question", names) | _rows(Idea, "idea", names)


def _rows(table: type[Any], kind: str, names: list[str]) -> dict[str, Thing]:
    ids = {int(name.partition(":")[2]) for name in names if name.startswith(f"{kind}:")}
    if not ids:
        return {}
    rows = db.session.scalars(select(table).where(table.id.in_(ids))).unique()
    return {f"{kind}:{row.id}": row for row in rows}


def find_visible(person: Person | None, name: str) -> Subject | None:
    """The subject, if this person may see it."""
    subject = find(name)
    if subject is None:
        return None
    thing = subject.thing
    if isinstance(thing, Question):
        seen: Any = board_queries.visible_question(person, thing.id)
    elif isinstance(thing, Answer):
        seen = board_queries.visible_answer(person, thing.id)
    elif isinstance(thing, Idea):
        seen = idea_queries.visible_idea(person, thing.id)
    else:
        seen = thing.state == "published" and find_visible(person, f"{thing.kind}:{thing.subject_id}")
    return subject if seen else None


def set_state(subject: Subject, state: str, *, by: Actor, reason: str) -> None:
    """Set its state through the commands of its own feature, which keep the counters."""
    set_states([(subject, state, reason)], by=by)


def set_states(wanted: Iterable[tuple[Subject, str, str]], *, by: Actor) -> None:
    """Give each subject a state for a reason; the statements do not grow with the subjects."""
    groups: defaultdict[tuple[str, str], list[tuple[Any, str]]] = defaultdict(list)
    for subject, state, reason in wanted:
        thing = subject.thing
        if state_of(thing) != state:
            kind = f"comment on {thing.kind}" if isinstance(thing, Comment) else subject.kind
            groups[kind, state].append((thing, reason))
    for (kind, state), chosen in groups.items():
        _set_all(kind, state, dict(chosen), by)


def _set_all(kind: str, state: str, chosen: dict[Any, str], by: Actor) -> None:
    reasons = {thing.id: reason for thing, reason in chosen.items()}
    if kind == "question":
        board.set_question_holds(chosen, state, by=by, reasons=reasons)
    elif kind == "answer":
        board.set_answer_states(chosen, state, by=by, reasons=reasons)
    elif kind == "idea":
        ideas.set_idea_holds(chosen, state, by=by)
    elif kind == "comment on idea":
        ideas.set_comment_states(chosen, state, by=by)
    else:
        board.set_comment_states(chosen, state, by=by)


def state_of(thing: Thing) -> str:
    """Where it stands now, whatever its kind calls that."""
    return thing.hold if isinstance(thing, Question | Idea) else thing.state


def _subject(name: str, thing: Thing) -> Subject:
    if isinstance(thing, Question | Idea):
        title, url, space_id = thing.title, thing.url, thing.space_id
    elif isinstance(thing, Answer):
        title, url, space_id = thing.question.title, f"{thing.question.url}#answer-{thing.id}", thing.question.space_id
    else:
        above = find(thing.page)
        title, url = (above.title, f"{above.url}#comment-{thing.id}") if above else ("", "")
        space_id = thing.space_id
    return Subject(name, thing, title, thing.body, thing.body_html, url, thing.author, space_id, state_of(thing))
