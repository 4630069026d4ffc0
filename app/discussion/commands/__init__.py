"""What is done with comments and drafts."""

from app.discussion.commands.carrying import carry
from app.discussion.commands.comments import LONGEST, edit, post, restore, set_state, set_states
from app.discussion.commands.drafts import MOST_CHARACTERS, Fields, Overtaken, end_draft, forget_old_drafts, save_draft

__all__ = [
    "LONGEST",
    "MOST_CHARACTERS",
    "Fields",
    "Overtaken",
    "carry",
    "edit",
    "end_draft",
    "forget_old_drafts",
    "post",
    "restore",
    "save_draft",
    "set_state",
    "set_states",
]
