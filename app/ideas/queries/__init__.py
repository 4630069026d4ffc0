"""Reading challenges and ideas; what a person may see of them, as SQL."""

from app.ideas.queries.challenges import by_slug, open_challenges, visible_challenge, visible_challenges
from app.ideas.queries.ideas import (
    document,
    idea_by_id,
    listed,
    outcomes,
    rising,
    visible_idea,
    visible_ids,
)
from app.ideas.queries.judging import (
    aggregate,
    ledger,
    ledger_sums,
    moves,
    review_of,
    reviews,
    shortlist,
    to_review,
)

__all__ = [
    "aggregate",
    "by_slug",
    "document",
    "idea_by_id",
    "ledger",
    "ledger_sums",
    "listed",
    "moves",
    "open_challenges",
    "outcomes",
    "review_of",
    "reviews",
    "rising",
    "shortlist",
    "to_review",
    "visible_challenge",
    "visible_challenges",
    "visible_idea",
    "visible_ids",
]
