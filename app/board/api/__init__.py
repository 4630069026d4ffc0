"""The API's operations on the board."""

from app.board.api import (
    answers,
    desk,
    desk_views,
    doubts,
    history,
    merging,
    notes,
    practice,
    questions,
    replies,
    targets,
    topics,
)

__all__ = [
    "answers",
    "desk",
    "desk_views",
    "doubts",
    "history",
    "merging",
    "notes",
    "practice",
    "questions",
    "replies",
    "targets",
    "topics",
]
