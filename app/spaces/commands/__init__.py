"""What is done with spaces."""

from app.spaces.commands.hours import drop_hours, set_hours
from app.spaces.commands.spaces import change_space, count_ideas, count_questions, open_space, set_role

__all__ = ["change_space", "count_ideas", "count_questions", "drop_hours", "open_space", "set_hours", "set_role"]
