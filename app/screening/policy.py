"""Who writes rules."""

from __future__ import annotations

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import Decision


def may_set_rules(person: Person | None) -> Decision:
    """Whether somebody may write, try, switch and retire the rules that all texts must pass."""
    return has_role(person, "steward", "moderator")
