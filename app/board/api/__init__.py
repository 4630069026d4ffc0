"""The API's operations on the board."""

from app.board.api import answers, merging, notes, questions, topics

__all__ = [
    "answers",
    "merging",
    "notes",
    "questions",
    "topics",
]
