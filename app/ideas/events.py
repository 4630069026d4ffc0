"""What happens on the idea exchange."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.challenge_opened", "challenges")
class ChallengeOpened(Event):
    """A challenge was written; people may answer it from its opening date on."""

    challenge_id: int


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


@happening("ideas.vote_cast", "idea:{idea_id}")
class VoteCast(Event):
    """A vote was cast (1) or taken back (0)."""

    idea_id: int
    person_id: int
    value: int


@happening("ideas.review_filed", "idea:{idea_id}", "reviews")
class ReviewFiled(Event):
    """A subject-matter expert filed or revised a review, or declared a conflict of interest."""

    idea_id: int
    review_id: int
    conflicted: bool


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


@happening("ideas.outcome_recorded", "idea:{idea_id}")
class OutcomeRecorded(Event):
    """A cost or benefit, forecast or realised, was entered in the ledger."""

    idea_id: int
    line_id: int
