"""Reading cases, decisions, and what they come to."""

from app.moderation.queries.cases import (
    Choice,
    earlier_of,
    is_overtaken,
    managed,
    may_see,
    open_case_of,
    open_count,
    queue,
    visible_case,
    waiting_by_space,
)
from app.moderation.queries.decisions import (
    Record,
    decision,
    decisions_of,
    flags_of,
    history_of,
    next_suspension,
    record_of,
    standing_decision,
    subject,
)

__all__ = [
    "Choice",
    "Record",
    "decision",
    "decisions_of",
    "earlier_of",
    "flags_of",
    "history_of",
    "is_overtaken",
    "managed",
    "may_see",
    "next_suspension",
    "open_case_of",
    "open_count",
    "queue",
    "record_of",
    "standing_decision",
    "subject",
    "visible_case",
    "waiting_by_space",
]
