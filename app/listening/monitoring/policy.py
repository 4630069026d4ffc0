"""Who listens: what they are shown of this site is what they may read there."""

from __future__ import annotations

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import Decision


def may_listen(person: Person | None) -> Decision:
    """Whether somebody may read mentions, what is told of them, and who is heard."""
    return has_role(person, "steward", "analyst", "care")


def may_upload(person: Person | None) -> Decision:
    """Whether somebody may hand in what was said elsewhere."""
    return has_role(person, "steward", "analyst", "care")
