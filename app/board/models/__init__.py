"""Questions, their answers, who is on them, notes about them, and saved replies."""

from app.board.models.answers import ANSWER_STATES, PUBLISHED, Answer
from app.board.models.canonical import Canonical
from app.board.models.cites import AnswerCite
from app.board.models.claims import Claim
from app.board.models.merges import QuestionMerge
from app.board.models.notes import QuestionNote
from app.board.models.questions import HOLDS, SHOWN, STATES, UNSOLVED, Question, QuestionTopic
from app.board.models.replies import SavedReply

__all__ = [
    "ANSWER_STATES",
    "HOLDS",
    "PUBLISHED",
    "SHOWN",
    "STATES",
    "UNSOLVED",
    "Answer",
    "AnswerCite",
    "Canonical",
    "Claim",
    "Question",
    "QuestionMerge",
    "QuestionNote",
    "QuestionTopic",
    "SavedReply",
]
