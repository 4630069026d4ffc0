"""Who is told of what happens to ideas."""

from __future__ import annotations

from typing import Any

from app.core.events import Entry
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.notifications import queries
from app.notifications.commands import follow, tell
from app.notifications.subscribers.telling import name_of, notifications


@notifications.on(ideas.IdeaSubmitted, ideas.IdeaSentToTeam)
def submitted(event: Any, entry: Entry) -> None:
    """Whoever submits an idea follows it."""
    if (idea := idea_queries.idea_by_id(event.idea_id)) is not None:
        follow(idea.author_id, f"idea:{event.idea_id}")


@notifications.on(ideas.IdeaEdited)
def edited(event: ideas.IdeaEdited, entry: Entry) -> None:
    """Authors and followers, voters too, hear once that an idea reads otherwise now; a slip mended is no news."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is None or not event.words or idea.hold != "shown":
        return
    subject = f"idea:{idea.id}"
    people = {*idea_queries.author_ids(idea), *queries.followers(subject)}
    if idea.anonymous and entry.actor_id is None:
        people -= set(idea_queries.author_ids(idea))  # one of them did it, and the book does not say which
    told = idea_queries.readers_of(idea, people - queries.not_read_yet("idea_edited", subject, people))
    tell(told, "idea_edited", entry, subject=subject, url=f"/ideas/{idea.id}/versions", title=idea.title)


@notifications.on(ideas.VoteCast)
def idea_voted(event: ideas.VoteCast, entry: Entry) -> None:
    """Whoever votes for an idea hears what becomes of it."""
    if event.value > 0:
        follow(event.person_id, f"idea:{event.idea_id}")


@notifications.on(ideas.ReviewFiled, ideas.OutcomeRecorded)
def idea_told(event: Any, entry: Entry) -> None:
    """The author hears of reviews; followers of ledger lines."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is None:
        return
    kinds = {"ideas.review_filed": "reviewed", "ideas.outcome_recorded": "outcome"}
    subject = f"idea:{idea.id}"
    kind = kinds[event.name]
    if kind == "reviewed" and idea.holds_reviews:
        return  # told once all are released
    people = set(idea_queries.author_ids(idea))
    people |= set() if kind == "reviewed" else set(queries.followers(subject))
    told = idea_queries.readers_of(idea, people)
    tell(told, kind, entry, subject=subject, url=idea.url, title=idea.title, who=name_of(entry.actor_id))
