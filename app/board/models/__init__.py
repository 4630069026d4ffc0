"""Questions, their answers, who is on them, and saved replies."""

from app.board.models.answers import ANSWER_STATES, PUBLISHED, Answer
from app.board.models.claims import Claim, SavedReply
from app.board.models.merges import QuestionMerge
from app.board.models.questions import HOLDS, SHOWN, STATES, UNSOLVED, Question, QuestionTopic

__all__ = [
    "ANSWER_STATES",
    "HOLDS",
    "PUBLISHED",
    "SHOWN",
    "STATES",
    "UNSOLVED",
    "Answer",
    "Claim",
    "Question",
    "QuestionMerge",
    "QuestionTopic",
    "SavedReply",
]
