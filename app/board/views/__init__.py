"""The pages of the board."""

from __future__ import annotations

from app.board.views import answers, asking, deeds, desk, feed, lists, merging, question
from app.board.views.frame import blueprint

__all__ = ["answers", "asking", "blueprint", "deeds", "desk", "feed", "lists", "merging", "question"]
