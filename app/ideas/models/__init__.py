"""Challenges, ideas, and what becomes of them."""

from app.ideas.models.challenges import DEFAULT_RUBRIC, Challenge
from app.ideas.models.deciding import Merge, Move
from app.ideas.models.ideas import SHOWN, STAGES, Idea
from app.ideas.models.returns import LedgerLine
from app.ideas.models.reviewing import Review

__all__ = ["DEFAULT_RUBRIC", "SHOWN", "STAGES", "Challenge", "Idea", "LedgerLine", "Merge", "Move", "Review"]
