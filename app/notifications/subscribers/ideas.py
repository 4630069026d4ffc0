"""Who is told of what happens to ideas."""

from __future__ import annotations

from typing import Any

from app.core.events import Entry
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Idea
from app.notifications import queries
from app.notifications.commands import follow, tell, tell_readers
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
    people -= queries.not_read_yet("idea_edited", subject, people)
    _tell(people, "idea_edited", entry, idea, url=f"/ideas/{idea.id}/versions")


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
    _tell(people, kind, entry, idea, url=idea.url, who=name_of(entry.actor_id))


def _tell(people: set[int], kind: str, entry: Entry, idea: Idea, **what: str) -> None:
    """Its authors, whatever became of it, and of the others who may see it."""
    theirs = people & set(idea_queries.author_ids(idea))
    about = {"subject": f"idea:{idea.id}", "title": idea.title, **what}
    tell(theirs, kind, entry, **about)
    tell_readers(people - theirs, kind, entry, **about)
