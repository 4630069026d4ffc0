"""To whom a question is offered, and in which order a queue shows what waits; pure.

Methods: routing by the lower bound of what somebody's answers show they know (Expertise.weight), those who are here
before those who are not, and less to whoever has more already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# One question in hand weighs as much as a twentieth of certainty: an expert is asked first, but not for everything.
LOAD_COST = 0.05
# What somebody without a record is taken to know: the lower bound of a rate of which nothing is known.
UNKNOWN = 0.2
# How much sooner the first, second and third to whom a question is offered see it in their queue.
OFFER_BONUS = (1.0, 0.5, 0.25)
FULL_DAY = timedelta(days=1)
SOON = timedelta(hours=4)
LATE_AT_MOST = 2.0
BY_NAME = 10.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody cleared to answer a question; `weight` is what they know of it, `load` what they have in hand."""

    person_id: int
    weight: float = UNKNOWN
    is_here: bool = False
    load: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that waits, as one person's queue sees it; `offered` is their place among those it is offered to."""

    question_id: int
    asked_at: datetime
    due_at: datetime | None
    weight: float
    offered: int | None
    is_own_claim: bool = False
    is_claimed: bool = False
    is_asked_of_me: bool = False
    is_asked_of_other: bool = False
    is_practice: bool = False


def offer_order(question_id: int, candidates: Iterable[Candidate]) -> list[int]:
    """Ids of the candidates in the order in which a question is offered to them.

    Who is here comes before who is not; then what they know, less what they have in hand; equals take turns by a hash
    of question and person, so that the order is the same wherever it is asked for and nobody is always first.
    """
    return [each.person_id for each in sorted(candidates, key=lambda one: _offer_key(question_id, one))]


def offered_place(question_id: int, person_id: int, candidates: Iterable[Candidate]) -> int | None:
    """Somebody's place in `offer_order`, without sorting everybody; None for who is not among the candidates."""
    everybody = list(candidates)
    me = next((one for one in everybody if one.person_id == person_id), None)
    if me is None:
        return None
    mine = _standing(me)
    ahead = sum(1 for one in everybody if _standing(one) < mine)
    equals = [one for one in everybody if one.person_id != person_id and _standing(one) == mine]
    turn = _turn(question_id, person_id)
    return ahead + sum(1 for one in equals if _turn(question_id, one.person_id) < turn)


def _offer_key(question_id: int, one: Candidate) -> tuple[tuple[bool, float], bytes]:
    return _standing(one), _turn(question_id, one.person_id)


def _standing(one: Candidate) -> tuple[bool, float]:
    return not one.is_here, -round(one.weight - LOAD_COST * one.load, 6)


def _turn(question_id: int, person_id: int) -> bytes:
    return hashlib.blake2b(f"{question_id}:{person_id}".encode(), digest_size=8).digest()


def queue_order(waiting: Iterable[Waiting], now: datetime) -> Sequence[Waiting]:
    """What waits, best first: own claims, what one was asked by name, need and fit; others' claims last."""
    return sorted(waiting, key=lambda one: (_shelf(one), -score(one, now), one.question_id))


def _shelf(one: Waiting) -> int:
    if one.is_own_claim:
        return 0
    if one.is_claimed:
        return 3
    return 2 if one.is_practice else 1


def score(one: Waiting, now: datetime) -> float:
    """Need (0 to 3: time waited, nearness of the target, up to two days late) plus fit (0 to 2: knowledge, offer)."""
    bonus = OFFER_BONUS[one.offered] if one.offered is not None and one.offered < len(OFFER_BONUS) else 0.0
    named = BY_NAME if one.is_asked_of_me else 0.0
    elsewhere = -1.0 if one.is_asked_of_other and not _is_late(one, now) else 0.0
    return need(one, now) + one.weight + bonus + named + elsewhere


def need(one: Waiting, now: datetime) -> float:
    """How much a question needs somebody now: without a target its waiting up to a day counts from 0 to 1."""
    if one.due_at is None:
        return min(max((now - one.asked_at) / FULL_DAY, 0.0), 1.0)
    left = one.due_at - now
    if left > SOON:
        return 0.5
    if left > timedelta():
        return 1.0 + (SOON - left) / SOON / 2
    return 1.5 + min(-left / FULL_DAY, LATE_AT_MOST) / LATE_AT_MOST * 1.5


def _is_late(one: Waiting, now: datetime) -> bool:
    return one.due_at is not None and one.due_at <= now
