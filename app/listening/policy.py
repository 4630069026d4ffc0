"""Who may connect channels, and who listens."""

from __future__ import annotations

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import Decision
from app.listening.monitoring.policy import may_listen

__all__ = ["may_connect", "may_listen"]


def may_connect(person: Person | None) -> Decision:
    """Whether somebody may connect the company's accounts, pause them, and see what was said there."""
    return has_role(person, "admin")
