"""What is done on the board."""

from app.board.commands.answering import answer, approve, edit_answer, send_back, set_answer_state, set_answer_states
from app.board.commands.asking import ask, close, edit, escalate, reopen
from app.board.commands.audience import set_audience
from app.board.commands.claims import CLAIM_LASTS, claim, end_claims_of, end_lapsed, extend, release
from app.board.commands.composing import Composed, Overtaken, post_answer
from app.board.commands.desk_views import change_view, drop_view, keep_view, open_with, place_view, rename_view
from app.board.commands.discussing import (
    comment_on_answer,
    comment_on_question,
    edit_comment,
    set_comment_state,
    set_comment_states,
)
from app.board.commands.doubts import confirm, doubt, mark_stale, resolve
from app.board.commands.guests import forget_proposals, propose, publish_proposal
from app.board.commands.handing import hand_over
from app.board.commands.holds import set_question_hold, set_question_holds
from app.board.commands.knowledge import choose_canonical, describe_topic, drop_canonical
from app.board.commands.ladder import walk_ladder
from app.board.commands.marks import accept, unaccept, unverify, verify
from app.board.commands.merging import merge, merge_problem, unmerge, would_carry
from app.board.commands.notes import add_note, remove_note
from app.board.commands.practice import check_points, practise, remark, withdraw_remark
from app.board.commands.replies import edit_reply, forget_reply, save_reply
from app.board.commands.restoring import restore_answer, restore_question
from app.board.commands.snoozing import forget_snoozes, snooze, wake
from app.board.commands.standing import count_reader, place_lapsed
from app.board.commands.targets import ask_back, drop_rules, look_again, set_rules, set_severity
from app.board.commands.votes import vote_answer, vote_question
from app.board.commands.waiting import end_waiting
from app.core.versions import Stale

__all__ = [
    "CLAIM_LASTS",
    "Composed",
    "Overtaken",
    "Stale",
    "accept",
    "add_note",
    "answer",
    "approve",
    "ask",
    "ask_back",
    "change_view",
    "check_points",
    "choose_canonical",
    "claim",
    "close",
    "comment_on_answer",
    "comment_on_question",
    "confirm",
    "count_reader",
    "describe_topic",
    "doubt",
    "drop_canonical",
    "drop_rules",
    "drop_view",
    "edit",
    "edit_answer",
    "edit_comment",
    "edit_reply",
    "end_claims_of",
    "end_lapsed",
    "end_waiting",
    "escalate",
    "extend",
    "forget_proposals",
    "forget_reply",
    "forget_snoozes",
    "hand_over",
    "keep_view",
    "look_again",
    "mark_stale",
    "merge",
    "merge_problem",
    "open_with",
    "place_lapsed",
    "place_view",
    "post_answer",
    "practise",
    "propose",
    "publish_proposal",
    "release",
    "remark",
    "remove_note",
    "rename_view",
    "reopen",
    "resolve",
    "restore_answer",
    "restore_question",
    "save_reply",
    "send_back",
    "set_answer_state",
    "set_answer_states",
    "set_audience",
    "set_comment_state",
    "set_comment_states",
    "set_question_hold",
    "set_question_holds",
    "set_rules",
    "set_severity",
    "snooze",
    "unaccept",
    "unmerge",
    "unverify",
    "verify",
    "vote_answer",
    "vote_question",
    "wake",
    "walk_ladder",
    "withdraw_remark",
    "would_carry",
]
