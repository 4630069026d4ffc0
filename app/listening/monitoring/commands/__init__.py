"""What is done about what was said."""

from app.listening.monitoring.commands.alerting import (
    acknowledge,
    answer,
    answered_here,
    ask_to_look,
    close,
    escalate_late,
)
from app.listening.monitoring.commands.hearing import Heard, confirm_author, count_answers, forget, hear
from app.listening.monitoring.commands.leads import close_lead, find_lead, hand_over
from app.listening.monitoring.commands.monitors import (
    change_monitor,
    drop_monitor,
    make_monitor,
    match,
    switch_monitor,
)
from app.listening.monitoring.commands.replying import answered_back, reply_arrived, reply_failed, send_reply
from app.listening.monitoring.commands.rules import RuleSaid, change_rule, imagine_rule, make_rule, switch_rule
from app.listening.monitoring.commands.uploading import LARGEST, MentionRow, Refusal, Taken, hear_rows, read_rows

__all__ = [
    "LARGEST",
    "Heard",
    "MentionRow",
    "Refusal",
    "RuleSaid",
    "Taken",
    "acknowledge",
    "answer",
    "answered_back",
    "answered_here",
    "ask_to_look",
    "change_monitor",
    "change_rule",
    "close",
    "close_lead",
    "confirm_author",
    "count_answers",
    "drop_monitor",
    "escalate_late",
    "find_lead",
    "forget",
    "hand_over",
    "hear",
    "hear_rows",
    "imagine_rule",
    "make_monitor",
    "make_rule",
    "match",
    "read_rows",
    "reply_arrived",
    "reply_failed",
    "send_reply",
    "switch_monitor",
    "switch_rule",
]
