"""Guidelines, courses, what people did with them, and mentors."""

from __future__ import annotations

from app.training.models.attempts import Attempt
from app.training.models.certificates import REMIND_AGAIN_WITHIN, RENEW_WITHIN, Certificate
from app.training.models.courses import (
    CLEARS,
    FEWEST_DRAWN,
    KINDS,
    LEVELS,
    PRACTICE_DONE,
    Course,
    CourseVersion,
    Lesson,
    QuizItem,
)
from app.training.models.guidelines import Acceptance, AddendumAcceptance, Guideline
from app.training.models.mentoring import APPROVED, SENT_BACK, MentorPair, Probation

__all__ = [
    "APPROVED",
    "CLEARS",
    "FEWEST_DRAWN",
    "KINDS",
    "LEVELS",
    "PRACTICE_DONE",
    "REMIND_AGAIN_WITHIN",
    "RENEW_WITHIN",
    "SENT_BACK",
    "Acceptance",
    "AddendumAcceptance",
    "Attempt",
    "Certificate",
    "Course",
    "CourseVersion",
    "Guideline",
    "Lesson",
    "MentorPair",
    "Probation",
    "QuizItem",
]
