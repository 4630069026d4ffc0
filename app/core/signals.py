"""Hooks that lower features fire and higher ones hang on: what was shown, opened, or is to be withheld."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from blinker import Namespace

_names = Namespace()
opened = _names.signal("opened", doc="sender: subject such as 'question:42'; answered=bool")
suggested = _names.signal(
    "suggested", doc="sender: list of subjects shown as suggestions, best first; at='ask'|'home'|'contact'|'widget'"
)
sought = _names.signal("sought", doc="sender: the words somebody searched or asked with")

_withholders: list[Callable[[], bool]] = []


def may_withhold(ask: Callable[[], bool]) -> Callable[[], bool]:
    """Let a higher feature decide whether this visitor sees no suggestions, as in an experiment's holdout."""
    _withholders.append(ask)
    return ask


def suggestions_withheld() -> bool:
    """Whether this visitor is shown no suggestions."""
    return any(ask() for ask in _withholders)


_journeys: list[Callable[[], str]] = []


def tells_journey(tell: Callable[[], str]) -> Callable[[], str]:
    """Let a higher feature name this visitor's journey by a word that says nothing else of them."""
    _journeys.append(tell)
    return tell


def journey() -> str:
    """The word for this visitor's journey; empty where there is none."""
    return next((word for tell in _journeys if (word := tell())), "")


def tell_suggested(subjects: Sequence[str], at: str) -> None:
    """Say that these subjects were shown as suggestions, best first."""
    suggested.send(list(subjects), at=at)


_likeness: list[Callable[[Any, str, int, int], list[int]]] = []


def finds_similar_ideas(find: Callable[[Any, str, int, int], list[int]]) -> Callable[[Any, str, int, int], list[int]]:
    """Let search find ideas like a text: `find(person, words, without, limit)` gives ids, the most alike first."""
    _likeness.append(find)
    return find


def similar_ideas(person: Any, words: str, *, without: int, limit: int) -> list[int]:
    """Ids of the ideas most like a text that somebody may see."""
    return [idea_id for find in _likeness for idea_id in find(person, words, without, limit)][:limit]


_topics: list[Callable[[Sequence[int]], dict[int, list[str]]]] = []


def tells_topics(
    tell: Callable[[Sequence[int]], dict[int, list[str]]],
) -> Callable[[Sequence[int]], dict[int, list[str]]]:
    """Let topics say what people know about: from ids of people to names, the best known first."""
    _topics.append(tell)
    return tell


def topics_of(people: Sequence[int]) -> dict[int, list[str]]:
    """The names of the topics that each of these people knows about, the best known first."""
    return {person: names for tell in _topics for person, names in tell(people).items()}


_clearances: list[Callable[[Any], tuple[list[str], list[str]]]] = []


def tells_clearances(
    tell: Callable[[Any], tuple[list[str], list[str]]],
) -> Callable[[Any], tuple[list[str], list[str]]]:
    """Let training say what a person is cleared to do: `(clearances, certificates)`."""
    _clearances.append(tell)
    return tell


def clearances_of(person: Any) -> tuple[list[str], list[str]]:
    """What a person is cleared to do, and by which certificates."""
    told = [tell(person) for tell in _clearances]
    return [c for clear, _ in told for c in clear], [c for _, certificates in told for c in certificates]
