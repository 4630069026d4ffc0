"""Reading challenges and ideas; what a person may see of them, as SQL."""

from app.ideas.queries.challenges import (
    by_slug,
    named,
    open_challenges,
    taking_ideas,
    to_refit,
    visible_challenge,
    visible_challenges,
)
from app.ideas.queries.deciding import merged_into, moves, shortlist, stage_counts
from app.ideas.queries.ideas import (
    by_external_id,
    document,
    idea_by_id,
    listed,
    outcomes,
    rising,
    visible_idea,
    visible_ids,
)
from app.ideas.queries.returns import Sums, ledger, ledger_sums
from app.ideas.queries.reviewing import aggregate, review_of, reviews, reviews_of, to_review, waiting_reviews

__all__ = [
    "Sums",
    "aggregate",
    "by_external_id",
    "by_slug",
    "document",
    "idea_by_id",
    "ledger",
    "ledger_sums",
    "listed",
    "merged_into",
    "moves",
    "named",
    "open_challenges",
    "outcomes",
    "review_of",
    "reviews",
    "reviews_of",
    "rising",
    "shortlist",
    "stage_counts",
    "taking_ideas",
    "to_refit",
    "to_review",
    "visible_challenge",
    "visible_challenges",
    "visible_idea",
    "visible_ids",
    "waiting_reviews",
]
