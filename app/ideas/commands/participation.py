"""Who took part, counted where there are too many rows to count them while somebody waits."""

from __future__ import annotations

from app.core import clock
from app.ideas import queries
from app.ideas.models import Challenge


def count_people(challenge: Challenge) -> None:
    """Keep how many people took part in a challenge, as its page shows it until the next count."""
    challenge.writer_count = queries.counted_people(challenge, with_votes=False)
    challenge.people_count = queries.counted_people(challenge, with_votes=True)
    challenge.people_counted_at = clock.now()
