"""Reading the board; what a person may see of it, as SQL."""

from app.board.queries.answers import answers_for, approvals_waiting, best_answers, latest_answers, visible_answer
from app.board.queries.desk import (
    claims_now,
    claims_of,
    desk_count,
    desk_queue,
    lapsed_claims,
    saved_replies,
    saved_reply,
)
from app.board.queries.documents import Document, document, indexed_ids, summaries, visible_ids
from app.board.queries.questions import (
    SORTS,
    asked_by,
    by_external_id,
    by_id,
    count_by_state,
    questions_by_ids,
    rising,
    solved_recently,
    topics_in_need,
    visible_question,
    visible_questions,
)

__all__ = [
    "SORTS",
    "Document",
    "answers_for",
    "approvals_waiting",
    "asked_by",
    "best_answers",
    "by_external_id",
    "by_id",
    "claims_now",
    "claims_of",
    "count_by_state",
    "desk_count",
    "desk_queue",
    "document",
    "indexed_ids",
    "lapsed_claims",
    "latest_answers",
    "questions_by_ids",
    "rising",
    "saved_replies",
    "saved_reply",
    "solved_recently",
    "summaries",
    "topics_in_need",
    "visible_answer",
    "visible_ids",
    "visible_question",
    "visible_questions",
]
