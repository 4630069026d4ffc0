"""Reading votes, and what was found about them."""

from app.voting.queries.findings import answers_to, casts, finding_by_id, findings, open_count, own_answer, votes_in
from app.voting.queries.votes import (
    cast_by,
    counted,
    raw_counts,
    recount,
    standing_since,
    voted_at,
    voters,
    votes_of,
)

__all__ = [
    "answers_to",
    "cast_by",
    "casts",
    "counted",
    "finding_by_id",
    "findings",
    "open_count",
    "own_answer",
    "raw_counts",
    "recount",
    "standing_since",
    "voted_at",
    "voters",
    "votes_in",
    "votes_of",
]
