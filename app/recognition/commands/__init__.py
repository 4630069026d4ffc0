"""What is done with badges, points, thanks and rewards."""

from app.recognition.commands.awarding import award, count, forget, judge_expertise
from app.recognition.commands.crediting import issue, keep_no_more, revoke
from app.recognition.commands.defining import change_badge, define_badge, switch_off, switch_on
from app.recognition.commands.honouring import announce, note_lapsed
from app.recognition.commands.judging import judge, judge_everybody
from app.recognition.commands.lines import credit, discredit, earn, reckon, set_down, take_back, watch
from app.recognition.commands.rewarding import call_off, change_reward, decide, make_reward, order
from app.recognition.commands.thanking import set_discretion, take_thanks_back, thank

__all__ = [
    "announce",
    "award",
    "call_off",
    "change_badge",
    "change_reward",
    "count",
    "credit",
    "decide",
    "define_badge",
    "discredit",
    "earn",
    "forget",
    "issue",
    "judge",
    "judge_everybody",
    "judge_expertise",
    "keep_no_more",
    "make_reward",
    "note_lapsed",
    "order",
    "reckon",
    "revoke",
    "set_discretion",
    "set_down",
    "switch_off",
    "switch_on",
    "take_back",
    "take_thanks_back",
    "thank",
    "watch",
]
