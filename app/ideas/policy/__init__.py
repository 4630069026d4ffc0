"""Who may do what on the idea exchange."""

from app.ideas.policy.challenges import may_run_challenges, may_submit
from app.ideas.policy.ideas import may_comment
from app.ideas.policy.reviewing import may_review, may_see_reviews
from app.ideas.policy.voting import may_vote, sees_votes

__all__ = [
    "may_comment",
    "may_review",
    "may_run_challenges",
    "may_see_reviews",
    "may_submit",
    "may_vote",
    "sees_votes",
]
