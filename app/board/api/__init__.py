"""The API's operations on the board."""

from app.board.api import answers, merging, notes, questions

__all__ = [
    "answers",
    "merging",
    "notes",
    "questions",
]
