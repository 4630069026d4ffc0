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
from app.insights.words.running import running_verdict

__all__ = [
    "CHANNELS",
    "MISSING",
    "assumptions",
    "claims",
    "fairness",
    "kinds",
    "missing_words",
    "running_verdict",
    "verdict",
    "vitals",
]
