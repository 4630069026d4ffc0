"""What may be typed in on the pages of training."""

from __future__ import annotations

from app.training.forms.quiz import answers_of, judging_form, quiz_form, verdicts_of
from app.training.forms.rules import AcceptanceForm, GuidelineForm, PairForm, RevocationForm
from app.training.forms.teaching import (
    LONGEST_PICTURE,
    CourseFileForm,
    CourseForm,
    ItemForm,
    LessonForm,
    NewCourseForm,
    item_form,
    lesson_form,
)

__all__ = [
    "LONGEST_PICTURE",
    "AcceptanceForm",
    "CourseFileForm",
    "CourseForm",
    "GuidelineForm",
    "ItemForm",
    "LessonForm",
    "NewCourseForm",
    "PairForm",
    "RevocationForm",
    "answers_of",
    "item_form",
    "judging_form",
    "lesson_form",
    "quiz_form",
    "verdicts_of",
]
