"""Figures in words."""

from app.insights.words.figures import (
    CHANNELS,
    MISSING,
    assumptions,
    fairness,
    kinds,
    missing_words,
    verdict,
    vitals,
)
from app.insights.words.industry import claims

__all__ = ["CHANNELS", "MISSING", "assumptions", "claims", "fairness", "kinds", "missing_words", "verdict", "vitals"]
