"""What the innovation team decides."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.idea_moved", "idea:{idea_id}", "shortlist")
class IdeaMoved(Event):
    """The innovation team moved an idea to another stage, with a reason."""

    idea_id: int
    move_id: int
    stage: str


@happening("ideas.idea_merged", "idea:{idea_id}", "idea:{into_id}")
class IdeaMerged(Event):
    """An idea was merged into another; each voter counts once there."""

    idea_id: int
    into_id: int


@happening("ideas.idea_unmerged", "idea:{idea_id}", "idea:{from_id}")
class IdeaUnmerged(Event):
    """A merge was undone."""

    idea_id: int
    from_id: int
