"""What is done on the idea exchange."""

from app.ideas.commands.challenges import open_challenge
from app.ideas.commands.deciding import merge, move, record_outcome, unmerge
from app.ideas.commands.ideas import comment, set_comment_state, set_idea_hold, submit
from app.ideas.commands.reviews import file_review
from app.ideas.commands.voting import expose, refit, vote

__all__ = [
    "comment",
    "expose",
    "file_review",
    "merge",
    "move",
    "open_challenge",
    "record_outcome",
    "refit",
    "set_comment_state",
    "set_idea_hold",
    "submit",
    "unmerge",
    "vote",
]
