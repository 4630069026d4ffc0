"""What is done on the idea exchange."""

from app.ideas.commands.challenges import Words, edit_challenge, open_challenge
from app.ideas.commands.deciding import move
from app.ideas.commands.ideas import comment, set_comment_state, set_idea_hold, submit
from app.ideas.commands.merging import merge, unmerge
from app.ideas.commands.phasing import turn_phases
from app.ideas.commands.returns import record_outcome
from app.ideas.commands.reviewing import file_review
from app.ideas.commands.voting import expose, refit, vote

__all__ = [
    "Words",
    "comment",
    "edit_challenge",
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
    "turn_phases",
    "unmerge",
    "vote",
]
