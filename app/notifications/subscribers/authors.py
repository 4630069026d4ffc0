"""Who is told of who an idea is by."""

from __future__ import annotations

from typing import Any

from app.core.events import Entry
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.notifications.commands import follow, tell
from app.notifications.subscribers.telling import name_of, notifications


@notifications.on(ideas.CoauthorInvited)
def invited(event: ideas.CoauthorInvited, entry: Entry) -> None:
    """Whoever is asked to be a co-author hears who asks: an author may tell whom they like."""
    if (idea := idea_queries.idea_by_id(event.idea_id)) is not None:
        _tell([event.person_id], "coauthor_invited", entry, idea, who=name_of(idea.author_id))


@notifications.on(ideas.CoauthorAgreed)
def agreed(event: ideas.CoauthorAgreed, entry: Entry) -> None:
    """The author hears of it; the co-author hears from now on what becomes of the idea."""
    if (idea := idea_queries.idea_by_id(event.idea_id)) is not None:
        follow(event.person_id, f"idea:{idea.id}")
        _tell([idea.author_id], "coauthor_agreed", entry, idea, who=name_of(event.person_id))


@notifications.on(ideas.CoauthorRemoved)
def removed(event: ideas.CoauthorRemoved, entry: Entry) -> None:
    """The author hears that somebody declined or left; whoever was uninvited hears nothing."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is not None and event.by_themselves:
        _tell([idea.author_id], "coauthor_left", entry, idea, who=name_of(event.person_id))


@notifications.on(ideas.IdeaOpeningAsked)
def opening_asked(event: ideas.IdeaOpeningAsked, entry: Entry) -> None:
    """The author is asked; they alone can say yes."""
    if (idea := idea_queries.idea_by_id(event.idea_id)) is not None:
        _tell([idea.author_id], "opening_asked", entry, idea)


def _tell(people: list[int], kind: str, entry: Entry, idea: Any, **params: str) -> None:
    tell(people, kind, entry, subject=f"idea:{idea.id}", url=idea.url, title=idea.title, **params)
