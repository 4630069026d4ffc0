"""The pages of the board."""

from __future__ import annotations

from app.board.views import (
    answers,
    asking,
    composing,
    deeds,
    desk,
    desk_views,
    doubts,
    feed,
    guests,
    history,
    lists,
    merging,
    notes,
    practice,
    practice_reviews,
    putting,
    question,
    replies,
    targets,
    topics,
)
from app.board.views.frame import blueprint

__all__ = [
    "answers",
    "asking",
    "blueprint",
    "composing",
    "deeds",
    "desk",
    "desk_views",
    "doubts",
    "feed",
    "guests",
    "history",
    "lists",
    "merging",
    "notes",
    "practice",
    "practice_reviews",
    "putting",
    "question",
    "replies",
    "targets",
    "topics",
]
