"""What is done in training."""

from __future__ import annotations

from app.training.commands.addenda import accept_addendum
from app.training.commands.attempts import Answers, Verdicts, judge_attempt, start_attempt, submit_attempt
from app.training.commands.certificates import RETAKE_AFTER_DAYS, certify, note_lapsed, release, remind, revoke
from app.training.commands.courses import add_course, change_course, import_course, publish_course, retire_course
from app.training.commands.exercises import certify_practised
from app.training.commands.guidelines import accept_guidelines, note_bound, publish_guideline
from app.training.commands.lessons import move_lesson, remove_lesson, retire_item, write_item, write_lesson
from app.training.commands.mentoring import count_decision, pair
from app.training.commands.pictures import checked_picture, keep_picture, remove_picture

__all__ = [
    "RETAKE_AFTER_DAYS",
    "Answers",
    "Verdicts",
    "accept_addendum",
    "accept_guidelines",
    "add_course",
    "certify",
    "certify_practised",
    "change_course",
    "checked_picture",
    "count_decision",
    "import_course",
    "judge_attempt",
    "keep_picture",
    "move_lesson",
    "note_bound",
    "note_lapsed",
    "pair",
    "publish_course",
    "publish_guideline",
    "release",
    "remind",
    "remove_lesson",
    "remove_picture",
    "retire_course",
    "retire_item",
    "revoke",
    "start_attempt",
    "submit_attempt",
    "write_item",
    "write_lesson",
]
