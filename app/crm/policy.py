"""Who may see and change what the company knows of its customers."""

from __future__ import annotations

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import Decision


def may_read_log(person: Person | None) -> Decision:
    """Whether somebody may see contacts and their interaction log."""
    return has_role(person, "care")


def may_link(person: Person | None) -> Decision:
    """Whether somebody may tie identities to contacts and undo it."""
    return has_role(person, "care")


def may_import(person: Person | None) -> Decision:
    """Whether somebody may import contacts and support contacts."""
    return has_role(person, "care")


def may_connect(person: Person | None) -> Decision:
    """Whether somebody may set up webhooks."""
    return has_role(person, "admin")
