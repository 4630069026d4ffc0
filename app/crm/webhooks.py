"""Webhooks are told of what happened: once each, each customer's in order, nothing that stays among colleagues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zlib import crc32

from app.board import events as board
from app.board import queries as board_queries
from app.board.models import Question
from app.core import dispatch
from app.core.at_hand import once
from app.core.events import Entry, Event
from app.core.subscriptions import Subscriber
from app.crm import queries
from app.crm.models import Identity
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Idea
from app.moderation import events as moderation
from app.panels import events as panels

webhooks = Subscriber("webhooks", reset=lambda: None, keeps=(Idea, Question, dispatch.DispatchTarget))
INTERNAL = (*board.INTERNAL, *ideas.INTERNAL, *moderation.INTERNAL, *panels.INTERNAL)
# Customers share so many lanes of a webhook: enough that what one holds up is little, few enough to look through.
LANES = 256


@dataclass(frozen=True)
class _About:
    """The question or the idea that an event is about, if it is about one."""

    question: Question | None
    idea: Idea | None


@webhooks.on_every
def tell_webhooks(event: Event, entry: Entry) -> None:
    """Tell the addresses that asked for events of this name, once each; what stays among colleagues stays inside."""
    hooks = once(("webhooks", entry.name), lambda: queries.webhooks_for(entry.name))
    if isinstance(event, INTERNAL) or not hooks:
        return
    about = _about(event)
    if about.idea is not None and about.idea.private:
        return  # only the team reads it
    lane = crc32(_whose(event, entry, about).encode()) % LANES
    for hook in hooks:
        if entry.at >= hook.made_at:
            payload = {"webhook": hook.id, "event": _told(entry)}
            key = f"hook{hook.id}-event{entry.id}"
            dispatch.enqueue("webhook", key, payload, lane=f"{hook.target}:{lane}", target=hook.target)


def _about(event: Event) -> _About:
    kind, _, number = getattr(event, "page", "").partition(":")
    named = {kind: int(number)} if kind in ("question", "idea") else {}
    question_id = getattr(event, "question_id", None) or named.get("question")
    idea_id = getattr(event, "idea_id", None) or named.get("idea")
    return _About(
        board_queries.by_id(question_id) if question_id else None,
        idea_queries.idea_by_id(idea_id) if idea_id else None,
    )


def _whose(event: Event, entry: Entry, about: _About) -> str:
    """Whose it is: of whoever asked or had the idea, else of the contact it names, else of whoever did it.

    By their contact where that is known, so that what they do under several handles is in order too.
    """
    contact_id, identity_id = getattr(event, "contact_id", None), getattr(event, "identity_id", None)
    person_id = getattr(event, "person_id", None) or entry.actor_id
    if about.question is not None:
        identity, person_id = queries.asker_of(about.question), about.question.author_id
    elif about.idea is not None:
        identity, person_id = _identity_of(about.idea.author_id), about.idea.author_id
    elif contact_id is not None:
        return f"contact:{contact_id}"
    elif identity_id is not None:
        identity = queries.identity_by_id(identity_id)
    else:
        identity = _identity_of(person_id) if person_id is not None else None
    if identity is None:
        return f"person:{person_id}"
    return f"contact:{identity.contact_id}" if identity.contact_id is not None else identity.reference


def _identity_of(person_id: int) -> Identity | None:
    return once(("identity", person_id), lambda: queries.identity_of(person_id))


def _told(entry: Entry) -> dict[str, Any]:
    return {
        "type": entry.name,
        "timestamp": entry.at.isoformat(),
        "occurred_at": entry.at.isoformat(),
        "sequence": entry.id,
        "data": {"id": entry.id, "actor": entry.actor_id, **entry.told},
    }
