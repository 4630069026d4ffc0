"""How urgent a text sounds, from 0 to 1: a line of weights over a few signs that people can read and dispute.

The signs follow the guideline beside the lines it is measured on (bench/urgency): harm, loss and what stands still now
speak for it, what is over or can wait against it; how loudly it is said hardly counts.
"""

from __future__ import annotations

import math
import re

from app.listening.monitoring.calming import CALMING
from app.listening.monitoring.signs import PARTS, SIGNS

LONGEST = 4_000
# From here on a mention is called urgent; an alert rule may ask for more or less.
URGENT_FROM = 0.5
BIAS = -2.0
EXCLAIMED, SHOUTED, GLAD = 0.1, 0.2, 1.2
MOST_EXCLAMATIONS = 3
FEWEST_LETTERS = 12


def features(text: str, sentiment: float = 0.0) -> dict[str, float]:
    """What speaks for urgency in a text, or against it, each with what it adds; `sentiment` from -1 to 1."""
    text = text[:LONGEST].replace("’", "'")
    found = {name: _ALL[name][0] for name, pattern in _FOUND.items() if pattern.search(text)}
    if count := min(text.count("!"), MOST_EXCLAMATIONS):
        found["exclaimed"] = EXCLAIMED * count
    letters = [char for char in text if char.isalpha()]
    if len(letters) >= FEWEST_LETTERS and sum(char.isupper() for char in letters) > 0.6 * len(letters):
        found["shouted"] = SHOUTED
    if sentiment > 0:
        found["glad"] = -GLAD * sentiment
    return found


def urgency(text: str, sentiment: float = 0.0) -> float:
    """From 0 to 1; half is where a strong sign meets one that it cannot wait."""
    return 1 / (1 + math.exp(-(BIAS + sum(features(text, sentiment).values()))))


def _pattern(words: str) -> re.Pattern[str]:
    for name, part in PARTS.items():
        words = words.replace(name, part)
    return re.compile(rf"\b(?:{'|'.join(words.split('; '))})\b", re.IGNORECASE)


_ALL = SIGNS | CALMING
_FOUND = {name: _pattern(words) for name, (_weight, words) in _ALL.items()}
