"""The pages of training."""

from __future__ import annotations

from app.training.views import addenda, course_files, courses, guidelines, judging, quiz, steward, teaching, writing
from app.training.views.path import blueprint

__all__ = [
    "addenda",
    "blueprint",
    "course_files",
    "courses",
    "guidelines",
    "judging",
    "quiz",
    "steward",
    "teaching",
    "writing",
]
