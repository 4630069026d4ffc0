"""Who may do what in a space: the matrix space x role x action that the other features ask."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role, may_write
from app.core.access import ALLOWED, Decision, refused
from app.spaces import queries
from app.spaces.models import WORKING_ROLES, Space

OUTSIDE = frozenset({"public", "customers"})


def is_open(space: Space) -> Decision:
    """Whether anything may be done in a space: not in an archived one, which is read only."""
    if space.archived_at is None:
        return ALLOWED
    return refused(_("This space is archived. Everything in it can be read, nothing changed."), gate="archive")


def may_post(person: Person | None, space: Space) -> Decision:
    """Whether somebody may ask, comment or submit in a space they can see; sandboxes are the employees' own."""
    if not (decision := may_write(person)):
        return decision
    if not (decision := is_open(space)):
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
    """Whether somebody may open spaces for programmes: stewards, and whom a steward lets do so."""
    if person is not None and person.is_employee and person.is_in_good_standing and queries.opener(person) is not None:
        return ALLOWED
    return has_role(person, "steward")


def may_open_as(person: Person | None, visibility: str) -> Decision:
    """Whether somebody may open a space that these people see; what outsiders see is not for everybody to open."""
    if has_role(person, "steward"):
        return ALLOWED
    if not (decision := may_open_spaces(person)):
        return decision
    grant = queries.opener(person)
    if visibility in OUTSIDE and grant is not None and not grant.outside:
        return refused(_("You may open spaces for colleagues. Ask a steward for one that customers see."), gate="role")
    return ALLOWED


def may_let_open(person: Person | None) -> Decision:
    """Whether somebody may let others open spaces: stewards."""
    return has_role(person, "steward")


def may_run(person: Person | None, space: Space) -> Decision:
    """Whether somebody may change a space: its owner or a steward, in good standing, unless it is archived."""
    decision = may_archive(person, space)
    return is_open(space) if decision else decision


def may_archive(person: Person | None, space: Space) -> Decision:
    """Whether somebody may archive a space and bring it back: its owner or a steward, in good standing."""
    runs = person is not None and (person.has_role("steward") or queries.role_in(person, space) == "owner")
    if person is not None and person.is_in_good_standing and runs:
        return ALLOWED
    return refused(_("This is for the owners of this space."), gate="role")


def may_see_hours(person: Person | None) -> Decision:
    """Whether somebody may see when a space is at work: employees."""
    if person is not None and person.is_employee:
        return may_write(person)
    return refused(_("This is for employees."), gate="role")


def may_show_as(person: Person | None, space: Space, visibility: str) -> Decision:
    """Whether somebody may let these people see a space: who runs it, and showing it outside who may open such ones."""
    if not (decision := may_run(person, space)):
        return decision
    if visibility in OUTSIDE and space.visibility not in OUTSIDE and not may_open_as(person, visibility):
        return refused(_("Only a steward opens this space to people outside the company."), gate="role")
    return ALLOWED


def may_see_members(person: Person | None, space: Space) -> Decision:
    """Whether somebody may see who has which role in a space: employees, and who has a role there."""
    if person is not None and (person.is_employee or queries.role_in(person, space) is not None):
        return ALLOWED
    return refused(_("This is for the people of this space."), gate="role")


def may_grant(person: Person | None, space: Space, role: str | None, whom: Person) -> Decision:
    """Whether somebody may give another a role in a space, or with None take the one they have.

    Its owner gives all roles but their own kind, which stewards give, and never one to themselves; whoever works there
    for the company is an employee.
    """
    if not (decision := may_run(person, space)):
        return decision
    assert person is not None  # noqa: S101 - may_run refuses visitors
    held = queries.role_in(whom, space)
    if not person.has_role("steward"):
        if "owner" in {role, held}:
            return refused(_("Owners are named by stewards."), gate="role")
        if whom.id == person.id:
            return refused(_("Somebody else decides about your own role."), gate="own")
    if role in WORKING_ROLES and not whom.is_employee:
        return refused(_("This role is for employees. Customers can be members."), gate="role")
    return ALLOWED


def may_work(person: Person | None, space: Space) -> Decision:
    """Whether somebody who is cleared may answer, review or verify here: where it has its own people, one of them."""
    if space.answered_by == "cleared" or works_in(person, space):
        return ALLOWED
    reason = _("Only those who were given a role here answer in this space. Its owners can give you one.")
    return refused(reason, gate="space", remedy=space.url)


def works_in(person: Person | None, space: Space) -> bool:
    """Whether somebody has a role in a space by which they work there for the company."""
    return queries.role_in(person, space) in WORKING_ROLES


def is_expert_here(person: Person | None, space: Space) -> bool:
    """Whether somebody counts as an expert of whatever is asked in a space."""
    return queries.role_in(person, space) == "expert"
