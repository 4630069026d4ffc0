"""How urgent a text sounds, from 0 to 1: a line of weights over a few features that people can read and dispute.

It is ours, and made by thought rather than by learning: nobody has labelled texts of this company by urgency yet.
"""

from __future__ import annotations

import math
import re

LONGEST = 4_000
BIAS = -3.0
_PLACES = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|noon|midnight|tonight|tomorrow|today|weekend"
# name: (weight, what is looked for). A feature counts once, however often it stands there.
PATTERNS: dict[str, tuple[float, tuple[str, ...]]] = {
    "danger": (3.6, ("fire", "smok(?:e|ing)", "burn(?:ing|t)", "gas leak", "smell of gas", r"explo\w+", r"injur\w+",
                     "electric shock", r"danger\w*")),
    "at_once": (2.4, (r"urgent\w*", "asap", "as soon as possible", "immediately", "right now", "right away", "at once",
                      "emergency", "critical")),
    "outage": (1.9, ("outages?", "offline", "(?:is|are|went) down", "not working", "stopped working", "doesn'?t work",
                     "no (?:signal|internet|connection|power|service|heating)", r"crash\w*", "blackout", "unusable")),
    "locked_out": (1.5, ("locked out", "can(?:no|')?t (?:log|sign|get) in", "hacked", "stolen", "fraud")),
    "deadline": (1.6, ("deadline", f"(?:by|before) (?:{_PLACES})", r"within \d+ (?:minutes|hours|days)", "tonight")),
    "leaving": (1.5, (r"cancel\w*", "switch(?:ing)? (?:to|provider)", "lawyer", "solicitor", "legal action", "suing",
                      "ombudsman", "regulator", "chargeback", "trading standards", "formal complaint")),
    "again": (1.2, ("still (?:no|not|waiting|broken|nothing)", "(?:second|third|fourth|fifth) time",
                    "for (?:days|weeks|months)", "nobody (?:calls|answers|helps|replies)",
                    "no ?(?:one|body) (?:called|answered|replied)", "yet again")),
}  # fmt: skip
EXCLAIMED, SHOUTED, ANGRY = 0.35, 0.9, 1.3
MOST_EXCLAMATIONS = 3
FEWEST_LETTERS = 12
_FOUND = {name: re.compile(rf"\b(?:{'|'.join(said)})\b", re.IGNORECASE) for name, (_weight, said) in PATTERNS.items()}


def features(text: str, sentiment: float = 0.0) -> dict[str, float]:
    """What speaks for urgency in a text, each with what it adds; `sentiment` from -1 to 1."""
    text = text[:LONGEST].replace("’", "'")
    found = {name: PATTERNS[name][0] for name, pattern in _FOUND.items() if pattern.search(text)}
    if count := min(text.count("!"), MOST_EXCLAMATIONS):
        found["exclaimed"] = EXCLAIMED * count
    letters = [char for char in text if char.isalpha()]
    if len(letters) >= FEWEST_LETTERS and sum(char.isupper() for char in letters) > 0.6 * len(letters):
        found["shouted"] = SHOUTED
    if sentiment < 0:
        found["angry"] = -ANGRY * sentiment
    return found


def urgency(text: str, sentiment: float = 0.0) -> float:
    """From 0 to 1; half is where two strong features meet."""
    return 1 / (1 + math.exp(-(BIAS + sum(features(text, sentiment).values()))))
