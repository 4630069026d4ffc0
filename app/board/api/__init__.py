"""The API's operations on the board."""

from app.board.api import answers, history, merging, notes, questions, targets, topics

__all__ = [
    "answers",
    "history",
    "merging",
    "notes",
    "questions",
    "targets",
    "topics",
]
