"""Who writes rules: for everybody, or for a space of their own."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import ALLOWED, Decision, refused
from app.spaces import policy as spaces
from app.spaces import queries as space_queries


def may_set_rules(person: Person | None) -> Decision:
    """Whether somebody may write, try, switch and retire the rules that all texts must pass."""
    return has_role(person, "steward", "moderator")


def may_see_rules(person: Person | None) -> Decision:
    """Whether somebody may read the common rules and write some: who sets them, and whoever owns a space."""
    decision = may_set_rules(person)
    owns = person is not None and person.is_in_good_standing and space_queries.runs_any(person)
    return ALLOWED if decision or owns else decision


def may_set_rules_in(person: Person | None, space_id: int | None) -> Decision:
    """Whether somebody may set the rules of a space (None: of all): they come on top of those that hold everywhere."""
    decision = may_set_rules(person)
    if decision or space_id is None:
        return decision
    if spaces.may_run(person, space_queries.by_id(space_id)):
        return ALLOWED
    return refused(_("Its owner sets the rules of a space."), gate="role")
