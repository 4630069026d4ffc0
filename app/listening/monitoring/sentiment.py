"""How glad or angry a text sounds, from -1 to 1, by VADER: rules and a lexicon on this machine (docs/listening.md)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

Mood = Literal["negative", "neutral", "positive"]
MOODS: tuple[Mood, ...] = ("negative", "neutral", "positive")
# What its authors take for neither glad nor angry.
NEUTRAL_BELOW = 0.05
# Its work grows with the square of a text's length, and what somebody feels stands in the first screens.
LONGEST = 2_000


def sentiment(text: str) -> float:
    """From -1 (very negative) to 1 (very positive), of the first 2,000 characters; 0 for a text of no known word."""
    return float(_analyser().polarity_scores(text[:LONGEST])["compound"])


def mood(score: float) -> Mood:
    """The class of a score."""
    if score >= NEUTRAL_BELOW:
        return "positive"
    return "negative" if score <= -NEUTRAL_BELOW else "neutral"


@lru_cache(maxsize=1)
def _analyser() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415 - reads its lexicon once

    return SentimentIntensityAnalyzer()
