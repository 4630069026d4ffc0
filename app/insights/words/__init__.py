"""Figures in words."""

from app.insights.words.digest import amount, line_names, parts, spell_name
from app.insights.words.figures import (
    CHANNELS,
    MISSING,
    assumptions,
    behind,
    fairness,
    kinds,
    missing_words,
    split_assumption,
    verdict,
    vitals,
)
from app.insights.words.industry import claims, why
from app.insights.words.running import running_verdict
from app.insights.words.trust import checks

__all__ = [
    "CHANNELS",
    "MISSING",
    "amount",
    "assumptions",
    "behind",
    "checks",
    "claims",
    "fairness",
    "kinds",
    "line_names",
    "missing_words",
    "parts",
    "running_verdict",
    "spell_name",
    "split_assumption",
    "verdict",
    "vitals",
    "why",
]
