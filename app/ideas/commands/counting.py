"""The counters of challenges and spaces: of ideas that everybody sees and that stand for themselves."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import update

from app.extensions import db
from app.ideas.models import SHOWN, Challenge, Idea
from app.spaces import commands as spaces


def counts(idea: Idea) -> bool:
    """Whether an idea and its votes are counted in its challenge: everybody sees it, and it is not merged away."""
    return idea.hold == SHOWN and not idea.private and idea.merged_into_id is None


def share(idea: Idea) -> tuple[int, int]:
    """What an idea is in the counts of its challenge now: so many ideas, so many votes."""
    return (1, idea.vote_count) if counts(idea) else (0, 0)


def settle(changed: Iterable[tuple[Idea, tuple[int, int]]]) -> None:
    """Bring the counts in line with what became of these ideas, each given with its share before.

    Counters change as `n = n + change`, so that two people at once lose nothing; in the order of the challenges, so
    that two deeds on the same challenges never wait for each other.
    """
    sums: dict[int, list[int]] = {}
    for idea, (ideas_before, votes_before) in changed:
        ideas_now, votes_now = share(idea)
        total = sums.setdefault(idea.challenge_id, [0, 0, idea.space_id])
        total[0] += ideas_now - ideas_before
        total[1] += votes_now - votes_before
    for challenge_id, (ideas, votes, space_id) in sorted(sums.items()):
        if ideas or votes:
            values = {"idea_count": Challenge.idea_count + ideas, "vote_count": Challenge.vote_count + votes}
            db.session.execute(update(Challenge).where(Challenge.id == challenge_id).values(**values))
        if ideas:
            spaces.count_ideas(space_id, ideas)
