"""Who may do what in a space: the matrix space x role x action that the other features ask."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role, may_write
from app.core.access import ALLOWED, Decision, refused
from app.spaces import queries
from app.spaces.models import Space


def may_post(person: Person | None, space: Space) -> Decision:
    """Whether somebody may ask, comment or submit in a space they can see; sandboxes are the employees' own."""
    if not (decision := may_write(person)):
        return decision
    assert person is not None  # noqa: S101 - may_write refuses visitors
    if space.visibility in {"internal", "sandbox"} and not person.is_employee:
        return refused(_("This space is for employees."), gate="space")
    return ALLOWED


def may_moderate(person: Person | None, space: Space) -> Decision:
    """Whether somebody may decide cases here: a moderator of the site or of this space, or its owner."""
    if person is not None and person.is_in_good_standing:
        if person.has_role("moderator"):
            return ALLOWED
        if queries.role_in(person, space) in {"moderator", "owner"}:
            return ALLOWED
    return refused(_("This is for the moderators of this space."), gate="role")


def may_open_spaces(person: Person | None) -> Decision:
    """Whether somebody may grant spaces to programmes."""
    return has_role(person, "steward")


def may_run(person: Person | None, space: Space) -> Decision:
    """Whether somebody may change a space: its owner or a steward, in good standing."""
    runs = person is not None and (person.has_role("steward") or queries.role_in(person, space) == "owner")
    if person is not None and person.is_in_good_standing and runs:
        return ALLOWED
    return refused(_("This is for the owners of this space."), gate="role")


def may_see_hours(person: Person | None) -> Decision:
    """Whether somebody may see when a space is at work: employees."""
    if person is not None and person.is_employee:
        return may_write(person)
    return refused(_("This is for employees."), gate="role")
