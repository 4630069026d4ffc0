"""Who is heard: reach times response, so that many followers who never reply count for nothing."""

from __future__ import annotations

import math

# A share carries words to others, an answer here was worth somebody's time; a reply is one.
REPLY, SHARE, ANSWER = 1, 2, 3


def response(replies: int, shares: int, answers: int) -> int:
    """What a text caused: replies, shares counted twice, answers here thrice."""
    return REPLY * replies + SHARE * shares + ANSWER * answers


def influence(followers: int, replies: int, shares: int, answers: int) -> float:
    """log2(1 + response) * log10(10 + followers): 0 without a response, and each factor grows slower than its count."""
    return math.log2(1 + response(replies, shares, answers)) * math.log10(10 + followers)
