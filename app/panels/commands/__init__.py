"""What is done in panels."""

from app.panels.commands.answering import answer, keys_of
from app.panels.commands.inviting import invite
from app.panels.commands.membership import accept, leave, note_delivered, opt_in, opt_out
from app.panels.commands.outcomes import tell_outcome
from app.panels.commands.panels import close_panel, make_panel
from app.panels.commands.passing import close_study, cut_old_ties, open_study, pass_time
from app.panels.commands.studies import (
    add_concept,
    add_item,
    announce,
    make_study,
    remove_concept,
    remove_item,
    set_targets,
)

__all__ = [
    "accept",
    "add_concept",
    "add_item",
    "announce",
    "answer",
    "close_panel",
    "close_study",
    "cut_old_ties",
    "invite",
    "keys_of",
    "leave",
    "make_panel",
    "make_study",
    "note_delivered",
    "open_study",
    "opt_in",
    "opt_out",
    "pass_time",
    "remove_concept",
    "remove_item",
    "set_targets",
    "tell_outcome",
]
