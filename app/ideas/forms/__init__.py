"""What may be typed in on the pages of the idea exchange; the commands have the last word on what is taken."""

from app.ideas.forms.challenges import ChallengeForm
from app.ideas.forms.deciding import MergeForm, MoveForm, OutcomeForm
from app.ideas.forms.ideas import CommentForm, IdeaForm
from app.ideas.forms.reviewing import ConflictForm, review_form, reviewed

__all__ = [
    "ChallengeForm",
    "CommentForm",
    "ConflictForm",
    "IdeaForm",
    "MergeForm",
    "MoveForm",
    "OutcomeForm",
    "review_form",
    "reviewed",
]
