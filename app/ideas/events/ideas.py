"""What happens to ideas."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.idea_submitted", "challenge:{challenge_id}", "ideas")
class IdeaSubmitted(Event):
    """Somebody answered a challenge with an idea."""

    idea_id: int
    challenge_id: int


@happening("ideas.idea_held")
class IdeaHeld(Event):
    """A rule held an idea before anybody saw it."""

    idea_id: int
    challenge_id: int
    rules: list[str]


@happening("ideas.idea_hold_changed", "idea:{idea_id}", "challenge:{challenge_id}")
class IdeaHoldChanged(Event):
    """An idea was released, hidden, removed or restored."""

    idea_id: int
    challenge_id: int
    hold: str


@happening("ideas.idea_edited", "idea:{idea_id}", "challenge:{challenge_id}")
class IdeaEdited(Event):
    """The words of an idea were changed; `words` says whether it was more than its files or a slip at once."""

    idea_id: int
    challenge_id: int
    words: bool
