"""What is done with spaces."""

from app.spaces.commands.archiving import archive, bring_back
from app.spaces.commands.hours import drop_hours, set_hours
from app.spaces.commands.members import let_open, let_open_no_more, set_role
from app.spaces.commands.running import open_own, run_as
from app.spaces.commands.spaces import change_space, count_ideas, count_questions, open_space

__all__ = [
    "archive",
    "bring_back",
    "change_space",
    "count_ideas",
    "count_questions",
    "drop_hours",
    "let_open",
    "let_open_no_more",
    "open_own",
    "open_space",
    "run_as",
    "set_hours",
    "set_role",
]
