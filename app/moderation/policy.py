"""Who may flag and who may decide."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.core.access import ALLOWED, Decision, refused
from app.moderation import queries
from app.moderation.models import Case
from app.spaces import policy as spaces
from app.spaces import queries as space_queries


def may_flag(person: Person | None, author_id: int) -> Decision:
    """Whether somebody may report a thing: any member, but not their own."""
    if person is not None and person.id == author_id:
        return refused(_("This is your own. Edit it instead."), gate="own")
    return may_write(person)


def may_moderate(person: Person | None) -> Decision:
    """Whether somebody may see the queue at all."""
    if person is not None and person.is_in_good_standing and queries.managed(person):
        return ALLOWED
    return refused(_("This is for moderators."), gate="role")


def may_decide(person: Person | None, case: Case) -> Decision:
    """Whether somebody may decide this case: a moderator of its space, never about their own post."""
    if person is not None and person.id == case.author_id:
        return refused(_("Somebody else decides about what you posted."), gate="own")
    return spaces.may_moderate(person, space_queries.by_id(case.space_id))


def may_undo(person: Person | None, case: Case) -> Decision:
    """Whether somebody may take a decision back."""
    return may_decide(person, case)
