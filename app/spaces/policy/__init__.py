"""Who may do what in a space: the matrix space x role x action that the other features ask."""

from app.spaces.policy import archive, premoderation
from app.spaces.policy.spaces import (
    OUTSIDE,
    is_expert_here,
    is_open,
    may_archive,
    may_grant,
    may_let_open,
    may_moderate,
    may_open_as,
    may_open_spaces,
    may_post,
    may_run,
    may_see_hours,
    may_see_members,
    may_show_as,
    may_work,
    works_in,
)

__all__ = [
    "OUTSIDE",
    "archive",
    "is_expert_here",
    "is_open",
    "may_archive",
    "may_grant",
    "may_let_open",
    "may_moderate",
    "may_open_as",
    "may_open_spaces",
    "may_post",
    "may_run",
    "may_see_hours",
    "may_see_members",
    "may_show_as",
    "may_work",
    "premoderation",
    "works_in",
]
