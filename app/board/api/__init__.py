"""The API's operations on the board."""

from app.board.api import answers, questions

__all__ = ["answers", "questions"]
