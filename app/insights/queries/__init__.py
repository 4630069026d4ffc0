"""Reading journeys, and the figures computed from them."""

from app.insights.queries.costs import (
    answer_rate_on,
    contact_costs,
    contact_reason,
    contact_reasons,
    money_of,
    reasons,
)
from app.insights.queries.counting import Count, Counted, count
from app.insights.queries.journeys import (
    answered_subjects,
    exposed_ways,
    filing,
    filing_pages,
    filings,
    journey_by_id,
    journey_by_key,
    may_have_solved,
    readable_subjects,
    resolution_by_id,
    sighted,
    subjects_read,
)
from app.insights.queries.periods import Period
from app.insights.queries.trials import running_trial, share_now, shares, trials

__all__ = [
    "Count",
    "Counted",
    "Period",
    "answer_rate_on",
    "answered_subjects",
    "contact_costs",
    "contact_reason",
    "contact_reasons",
    "count",
    "exposed_ways",
    "filing",
    "filing_pages",
    "filings",
    "journey_by_id",
    "journey_by_key",
    "may_have_solved",
    "money_of",
    "readable_subjects",
    "reasons",
    "resolution_by_id",
    "running_trial",
    "share_now",
    "shares",
    "sighted",
    "subjects_read",
    "trials",
]
