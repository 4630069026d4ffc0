"""Who may do what on the board."""

from app.board.policy.answers import (
    may_accept,
    may_answer,
    may_approve,
    may_doubt,
    may_edit_answer,
    may_judge,
    may_unverify,
    may_verify,
    may_verify_here,
    may_vote_answer,
)
from app.board.policy.desk import may_claim, may_work
from app.board.policy.notes import may_change_reply, may_read_notes, may_remove_note, may_share_reply, may_write_note
from app.board.policy.questions import (
    may_ask,
    may_be_asked,
    may_close,
    may_comment,
    may_edit_question,
    may_escalate,
    may_make_private,
    may_merge,
    may_open_up,
    may_vote_question,
)
from app.board.policy.targets import may_ask_back, may_end_waiting, may_see_clock, may_set_severity
from app.board.policy.topics import may_choose_canonical, may_describe_topic, may_see_gaps

__all__ = [
    "may_accept",
    "may_answer",
    "may_approve",
    "may_ask",
    "may_ask_back",
    "may_be_asked",
    "may_change_reply",
    "may_choose_canonical",
    "may_claim",
    "may_close",
    "may_comment",
    "may_describe_topic",
    "may_doubt",
    "may_edit_answer",
    "may_edit_question",
    "may_end_waiting",
    "may_escalate",
    "may_judge",
    "may_make_private",
    "may_merge",
    "may_open_up",
    "may_read_notes",
    "may_remove_note",
    "may_see_clock",
    "may_see_gaps",
    "may_set_severity",
    "may_share_reply",
    "may_unverify",
    "may_verify",
    "may_verify_here",
    "may_vote_answer",
    "may_vote_question",
    "may_work",
    "may_write_note",
]
