"""What readers, authors and moderators do."""

from app.moderation.commands.appealing import answer_appeal, appeal
from app.moderation.commands.cases import flag, open_case
from app.moderation.commands.deciding import decide, give, words_for
from app.moderation.commands.ending import end_suspensions
from app.moderation.commands.many import Many, give_all, undo_all
from app.moderation.commands.notices import retire_notice, write_notice
from app.moderation.commands.opinions import ask_opinion, give_opinion
from app.moderation.commands.undoing import undo
from app.moderation.commands.verdicts import LONGEST, Verdict

__all__ = [
    "LONGEST",
    "Many",
    "Verdict",
    "answer_appeal",
    "appeal",
    "ask_opinion",
    "decide",
    "end_suspensions",
    "flag",
    "give",
    "give_all",
    "give_opinion",
    "open_case",
    "retire_notice",
    "undo",
    "undo_all",
    "words_for",
    "write_notice",
]
