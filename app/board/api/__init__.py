"""The API's operations on the board."""

from app.board.api import answers, merging, questions

__all__ = ["answers", "merging", "questions"]
