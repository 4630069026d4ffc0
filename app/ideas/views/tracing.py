"""From where a vote came, for the watch over votes."""

from __future__ import annotations

from app.accounts.models import Person
from app.core import signals
from app.core.places import place
from app.ideas.models import Idea
from app.voting import commands as voting


def trace_vote(idea: Idea, value: int, person: Person) -> None:
    """Note the journey and the address of a vote cast on the site; a program's address is not its person's."""
    voting.trace("idea", idea.id, value, voting.Trace(signals.journey(), place()), person_id=person.id)
