"""Questions, their answers, who is on them, notes about them, saved replies, and practice."""

from app.board.models.answers import ANSWER_STATES, PUBLISHED, Answer
from app.board.models.canonical import Canonical
from app.board.models.cites import AnswerCite
from app.board.models.claims import Claim
from app.board.models.desk_views import DeskView
from app.board.models.doubts import OUTCOMES, Doubt
from app.board.models.guests import Proposal
from app.board.models.merges import QuestionMerge
from app.board.models.notes import QuestionNote
from app.board.models.practice import VERDICTS, Practice, Remark
from app.board.models.questions import (
    AUDIENCES,
    EDIT_WINDOW,
    HOLDS,
    OPEN,
    PRIVATE,
    SHOWN,
    STATES,
    UNSOLVED,
    Question,
    QuestionTopic,
)
from app.board.models.replies import SavedReply
from app.board.models.snoozes import Snooze
from app.board.models.targets import (
    ACTS,
    FACTS,
    NORMAL,
    SEVERITIES,
    STEPS,
    TARGETS,
    AskBack,
    ClockSpan,
    ServiceRules,
    TargetClock,
    TargetStep,
)
from app.board.models.wordings import Wording

__all__ = [
    "ACTS",
    "ANSWER_STATES",
    "AUDIENCES",
    "EDIT_WINDOW",
    "FACTS",
    "HOLDS",
    "NORMAL",
    "OPEN",
    "OUTCOMES",
    "PRIVATE",
    "PUBLISHED",
    "SEVERITIES",
    "SHOWN",
    "STATES",
    "STEPS",
    "TARGETS",
    "UNSOLVED",
    "VERDICTS",
    "Answer",
    "AnswerCite",
    "AskBack",
    "Canonical",
    "Claim",
    "ClockSpan",
    "DeskView",
    "Doubt",
    "Practice",
    "Proposal",
    "Question",
    "QuestionMerge",
    "QuestionNote",
    "QuestionTopic",
    "Remark",
    "SavedReply",
    "ServiceRules",
    "Snooze",
    "TargetClock",
    "TargetStep",
    "Wording",
]
