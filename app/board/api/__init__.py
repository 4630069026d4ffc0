"""The API's operations on the board."""

from app.board.api import answers, merging, notes, questions, targets, topics

__all__ = [
    "answers",
    "merging",
    "notes",
    "questions",
    "targets",
    "topics",
]
