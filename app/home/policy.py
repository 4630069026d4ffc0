"""Who may use the operator's pages."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role, may_administer
from app.core.access import Decision, refused


def may_enter(person: Person | None) -> Decision:
    """Whether somebody may see the operator's pages at all: stewards and administrators."""
    return has_role(person, "steward")


def may_change_roles(person: Person | None, other: Person) -> Decision:
    """Whether somebody may change another's roles or standing; nobody locks themselves out."""
    if (decision := may_administer(person)) and person == other:
        return refused(_("Ask another administrator to change your own account."), gate="own")
    return decision


def may_read_book(person: Person | None) -> Decision:
    """Whether somebody may read the event book, which says who did what, votes too."""
    return may_administer(person)
