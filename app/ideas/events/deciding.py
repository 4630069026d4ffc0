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


@happening("ideas.move_undone", "idea:{idea_id}", "shortlist")
class MoveUndone(Event):
    """A move was taken back; `stage` is where the idea stands again."""

    idea_id: int
    move_id: int
    stage: str


@happening("ideas.idea_owner_named", "idea:{idea_id}", "shortlist")
class IdeaOwnerNamed(Event):
    """A colleague was named who sees to an idea."""

    idea_id: int
    owner_id: int


@happening("ideas.criterion_waived", "idea:{idea_id}", "shortlist")
class CriterionWaived(Event):
    """Somebody let an idea pass a gate without one of its criteria."""

    idea_id: int
    waiver_id: int


@happening("ideas.stages_changed", "shortlist")
class StagesChanged(Event):
    """A space renamed, added, ordered or closed stages."""

    space_id: int


@happening("ideas.response_given", "idea:{idea_id}", "shortlist")
class ResponseGiven(Event):
    """The team gave its official response to an idea."""

    idea_id: int
    response_id: int


@happening("ideas.response_changed", "idea:{idea_id}")
class ResponseChanged(Event):
    """The official response says something else now."""

    idea_id: int
    response_id: int


@happening("ideas.response_withdrawn", "idea:{idea_id}", "shortlist")
class ResponseWithdrawn(Event):
    """The official response was taken back."""

    idea_id: int


@happening("ideas.answer_owed", "idea:{idea_id}", "shortlist")
class AnswerOwed(Event):
    """Enough people want it: the team owes the idea an answer by a date."""

    idea_id: int


@happening("ideas.answer_put_off", "idea:{idea_id}", "shortlist")
class AnswerPutOff(Event):
    """The team said that its answer takes longer, and until when."""

    idea_id: int
    holding_id: int


@happening("ideas.answer_due_soon", "shortlist")
class AnswerDueSoon(Event):
    """The date of an answer is near."""

    idea_id: int


@happening("ideas.answer_overdue", "idea:{idea_id}", "shortlist")
class AnswerOverdue(Event):
    """The date of an answer passed without one."""

    idea_id: int
