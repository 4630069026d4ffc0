"""Who may do what on the idea exchange."""

from app.ideas.policy.capping import room_for_idea, room_for_vote, votes_left
from app.ideas.policy.challenges import in_time, may_run_challenges, may_submit
from app.ideas.policy.deciding import may_decide
from app.ideas.policy.ideas import may_comment
from app.ideas.policy.reviewing import may_review, may_see_reviews
from app.ideas.policy.voting import may_vote, sees_votes

__all__ = [
    "in_time",
    "may_comment",
    "may_decide",
    "may_review",
    "may_run_challenges",
    "may_see_reviews",
    "may_submit",
    "may_vote",
    "room_for_idea",
    "room_for_vote",
    "sees_votes",
    "votes_left",
]
