"""Badges that a company defines: a pure reckoning over what somebody was given, and when it reached the rule."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.recognition.points import DEEDS, GIVEN, WORTH

KINDS = (*WORTH, *DEEDS)
ABOUT_TOPICS = ("answer", "accepted", "verified", "helpful", "thanks")
# Who verified is not on the line, as a taking back need not name them; an answer and an idea are nobody's gift.
FROM_PEOPLE = (*(kind for kind in KINDS if kind in GIVEN and kind != "verified"), "coauthored")
# What is named to nobody, as it would tell of others: who reviewed what, whose posts were decided about, who learned.
UNTOLD = ("review", "moderated", "reported", "mentored", "trained")
# What happens in no space.
NOWHERE = ("mentored", "trained")
MOST_LEAST, MOST_PEOPLE, MOST_DAYS = 1000, 200, 3650


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that counts: when it was, what it was about (answer:7), and who gave it, where somebody did."""

    at: datetime
    subject: str
    giver: int | None


@dataclass(frozen=True, slots=True)
class Terms:
    """How many deeds a badge asks for, from how many different people at least, within which stretch of time."""

    least: int
    people: int = 1
    within: timedelta | None = None


def met(deeds: Iterable[Deed], terms: Terms) -> Deed | None:
    """The deed with which the terms are met for the first time, or None; `deeds` oldest first."""
    held: deque[Deed] = deque()
    givers: Counter[int] = Counter()
    for deed in deeds:
        held.append(deed)
        if deed.giver is not None:
            givers[deed.giver] += 1
        while terms.within is not None and held[0].at <= deed.at - terms.within:
            if (gone := held.popleft().giver) is not None:
                givers[gone] -= 1
        if len(held) >= terms.least and (terms.people <= 1 or len(+givers) >= terms.people):
            return deed
    return None
