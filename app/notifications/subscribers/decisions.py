"""Who is told what the team decides about ideas, and who of the team is told that an answer is due."""

from __future__ import annotations

from typing import Any

from app.accounts import queries as accounts
from app.core.events import Entry
from app.core.text import excerpt
from app.discussion import queries as discussion
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Idea
from app.notifications import queries
from app.notifications.commands import tell_readers
from app.notifications.subscribers.telling import name_of, notifications
from app.spaces import queries as spaces
from app.voting import queries as voting


@notifications.on(ideas.IdeaMoved, ideas.MoveUndone)
def moved(event: Any, entry: Entry) -> None:
    """You said, we did: whoever took part hears where an idea went and why, also that it went back."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is None:
        return
    step = idea_queries.move_of(idea, event.move_id)
    kind = "moved" if isinstance(event, ideas.IdeaMoved) else "move_undone"
    note = step.reason if step and kind == "moved" else ""
    _tell_all(idea, kind, entry, stage=_label(idea, event.stage), note=note)


@notifications.on(ideas.ResponseGiven)
def responded(event: ideas.ResponseGiven, entry: Entry) -> None:
    """Whoever took part hears the official response; later changes of it are on the page."""
    idea = idea_queries.idea_by_id(event.idea_id)
    said = idea_queries.response_to(idea) if idea else None
    if idea is not None and said is not None:
        _tell_all(idea, "responded", entry, note=excerpt(said.body, 300), who=name_of(entry.actor_id))


@notifications.on(ideas.AnswerPutOff)
def put_off(event: ideas.AnswerPutOff, entry: Entry) -> None:
    """Whoever took part hears that the answer takes longer, and why."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is None:
        return
    for holding in idea_queries.holding_answers(idea):
        if holding.id == event.holding_id:
            note = f"{holding.due_at:%Y-%m-%d}. {holding.reason}"
            _tell_all(idea, "answer_put_off", entry, note=note, who=name_of(entry.actor_id))


@notifications.on(ideas.AnswerDueSoon, ideas.AnswerOverdue)
def due(event: Any, entry: Entry) -> None:
    """Its owner, else the team, hears that a date is near; the owners of the space too once it passed."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is None:
        return
    people = {idea.owner_id} if idea.owner_id else {person.id for person in accounts.with_role("innovation")}
    kind = "answer_due_soon"
    if isinstance(event, ideas.AnswerOverdue):
        people |= set(spaces.owners_of(idea.space_id))
        kind = "answer_overdue"
    _tell(idea, {person for person in people if person}, kind, entry)


@notifications.on(ideas.IdeaOwnerNamed)
def idea_owner_named(event: ideas.IdeaOwnerNamed, entry: Entry) -> None:
    """A colleague hears that an idea is theirs to see to."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is not None:
        _tell(idea, {event.owner_id}, "idea_owner_named", entry, who=name_of(entry.actor_id))


def _tell_all(idea: Idea, kind: str, entry: Entry, **params: str) -> None:
    """Author, voters, commenters, followers, also of ideas merged into it; each once, and only who may see it."""
    people = {*idea_queries.author_ids(idea), *queries.followers(f"idea:{idea.id}"), *voting.voters("idea", idea.id)}
    people |= set(discussion.commenters("idea", idea.id))
    for _merge, other in idea_queries.merged_into(idea):
        people |= {*idea_queries.author_ids(other), *discussion.commenters("idea", other.id)}
    _tell(idea, people, kind, entry, **params)


def _tell(idea: Idea, people: set[int], kind: str, entry: Entry, **params: str) -> None:
    what = {"subject": f"idea:{idea.id}", "url": idea.url, "title": idea.title, **params}
    tell_readers(people, kind, entry, **what)


def _label(idea: Idea, key: str) -> str:
    stages = idea_queries.stages_of(idea.space_id, retired=True)
    return next((stage.label for stage in stages if stage.key == key), key.replace("_", " "))
