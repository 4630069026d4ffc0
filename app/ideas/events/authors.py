"""What happens to who an idea is by, and to who reads it."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.idea_sent_to_team", "shortlist")
class IdeaSentToTeam(Event):
    """Somebody answered a challenge with an idea that only the innovation team reads."""

    idea_id: int
    challenge_id: int


@happening("ideas.idea_opening_asked", "idea:{idea_id}")
class IdeaOpeningAsked(Event):
    """The team asked the author of a private idea to show it to everybody."""

    idea_id: int


@happening("ideas.idea_revealed", "idea:{idea_id}")
class IdeaRevealed(Event):
    """The authors of an idea that was anonymous are named: it was decided, or they chose to be."""

    idea_id: int
    author_id: int


@happening("ideas.coauthor_invited", "idea:{idea_id}")
class CoauthorInvited(Event):
    """The author of an idea asked somebody to be its co-author."""

    idea_id: int
    person_id: int


@happening("ideas.coauthor_agreed", "idea:{idea_id}")
class CoauthorAgreed(Event):
    """Somebody agreed to be a co-author."""

    idea_id: int
    person_id: int


@happening("ideas.coauthor_removed", "idea:{idea_id}")
class CoauthorRemoved(Event):
    """Somebody declined, left, or the author took the invitation back."""

    idea_id: int
    person_id: int
    by_themselves: bool


# What no address outside is told: it would say who stands behind an idea that is anonymous, or that there is one.
INTERNAL = (IdeaSentToTeam, IdeaOpeningAsked, CoauthorInvited, CoauthorAgreed, CoauthorRemoved)
