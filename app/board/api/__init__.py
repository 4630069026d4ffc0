"""The API's operations on the board."""

from app.board.api import answers, desk, history, merging, notes, questions, targets, topics

__all__ = [
    "answers",
    "desk",
    "history",
    "merging",
    "notes",
    "questions",
    "targets",
    "topics",
]
