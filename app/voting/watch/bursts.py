"""Bursts: many votes for one idea in a short time from accounts that had only just joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from math import exp, lgamma, log

from app.voting.watch.votes import Cast, Suspicion, by_idea, by_person

FEWEST = 5
NEW = timedelta(days=3)
WINDOW = timedelta(hours=12)
CHANCE = 0.001


def bursts(votes: Sequence[Cast]) -> list[Suspicion]:
    """For each idea the largest burst, where it is more than the challenge's own newcomers would bring.

    Of all newcomers' votes in the challenge in those twelve hours, an idea is expected to get the share that it has of
    all other votes. Newcomers of a campaign vote here and there; those who were sent vote for one idea.
    """
    fresh = [vote for vote in votes if _is_fresh(vote)]
    settled = [vote for vote in votes if not _is_fresh(vote)]
    ideas, tests = {vote.idea for vote in votes}, max(len(fresh), 1)
    shares = by_idea(settled)
    spread = {person: len(theirs) for person, theirs in by_person(votes).items()}
    ordered = sorted(vote.at for vote in fresh)
    found = []
    for idea, cast in by_idea(fresh).items():
        share = (len(shares.get(idea, ())) + 1) / (len(settled) + len(ideas))
        burst = max(_windows(cast), key=len)
        # Who also votes for much else is a newcomer as one wishes them.
        burst = [vote for vote in burst if spread[vote.person] <= FEWEST - 2]
        if len(burst) < FEWEST:
            continue
        all_then = sum(burst[0].at <= at <= burst[-1].at for at in ordered)
        if binomial_tail(len(burst), all_then, share) * tests < CHANCE:
            found.append(_told(burst, cast, all_then, share))
    return found


def _is_fresh(vote: Cast) -> bool:
    return timedelta(0) <= vote.at - vote.joined_at <= NEW


def _windows(cast: Sequence[Cast]) -> Iterator[list[Cast]]:
    """From each vote on, those within twelve hours."""
    last = 0
    for place, vote in enumerate(cast):
        while last < len(cast) and cast[last].at - vote.at <= WINDOW:
            last += 1
        yield list(cast[place:last])


def binomial_tail(count: int, of: int, share: float) -> float:
    """Chance of at least so many out of so many, each with this share."""
    if share >= 1.0 or count <= 0:
        return 1.0
    terms = (
        lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) + k * log(share) + (of - k) * log(1.0 - share)
        for k in range(count, of + 1)
    )
    return min(1.0, sum(exp(term) for term in terms))


def _told(burst: Sequence[Cast], cast: Sequence[Cast], all_then: int, share: float) -> Suspicion:
    hours = (burst[-1].at - burst[0].at) / timedelta(hours=1)
    evidence = {
        "people": len(burst), "ideas": 1, "votes": len(burst), "newcomers_votes_on_it": len(cast),
        "newcomers_votes_then": all_then, "expected": round(all_then * share, 1), "hours": round(hours, 1),
    }  # fmt: skip
    people = tuple(sorted(vote.person for vote in burst))
    return Suspicion("burst", people, tuple(sorted(vote.vote_id for vote in burst)), evidence)
