"""What experts are asked for, and what they file."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.review_filed", "idea:{idea_id}", "reviews")
class ReviewFiled(Event):
    """A subject-matter expert filed or revised a review, or declared a conflict of interest."""

    idea_id: int
    review_id: int
    conflicted: bool


@happening("ideas.reviews_assigned", "reviews")
class ReviewsAssigned(Event):
    """An expert was asked to review ideas of a challenge; `stood_in` where somebody else stood down."""

    challenge_id: int
    reviewer_id: int
    idea_ids: list[int]
    stood_in: bool = False


@happening("ideas.review_assignment_ended", "reviews")
class ReviewAssignmentEnded(Event):
    """A task to review was withdrawn or lapsed; `state` says which."""

    idea_id: int
    assignment_id: int
    reviewer_id: int
    state: str


@happening("ideas.reviewer_missing", "reviews")
class ReviewerMissing(Event):
    """An expert stood down from an idea, and there is nobody else to ask."""

    idea_id: int
    assigned_by_id: int


@happening("ideas.reviews_due", "reviews")
class ReviewsDue(Event):
    """Reviews that an expert was asked for are due soon, or `overdue`."""

    challenge_id: int
    reviewer_id: int
    idea_ids: list[int]
    overdue: bool


@happening("ideas.reviews_released", "idea:{idea_id}", "shortlist", "reviews")
class ReviewsReleased(Event):
    """Reviews that were held back from everybody may be read now."""

    idea_id: int


@happening("ideas.rubric_changed", "challenge:{challenge_id}", "reviews")
class RubricChanged(Event):
    """The criteria of a challenge were changed; reviews filed before keep theirs."""

    challenge_id: int
    version: int
