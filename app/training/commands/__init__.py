"""What is done in training."""

from __future__ import annotations

from app.training.commands.addenda import accept_addendum
from app.training.commands.attempts import Answers, start_attempt, submit_attempt
from app.training.commands.certificates import certify, note_lapsed, revoke
from app.training.commands.courses import add_course
from app.training.commands.guidelines import accept_guidelines, publish_guideline
from app.training.commands.mentoring import count_decision, pair

__all__ = [
    "Answers",
    "accept_addendum",
    "accept_guidelines",
    "add_course",
    "certify",
    "count_decision",
    "note_lapsed",
    "pair",
    "publish_guideline",
    "revoke",
    "start_attempt",
    "submit_attempt",
]
