"""Who may flag and who may decide."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role, may_write
from app.core.access import ALLOWED, Decision, refused
from app.moderation import queries
from app.moderation.models import STOPS, Case
from app.spaces import policy as spaces
from app.spaces import queries as space_queries

MASS = 20


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
    """Whether somebody may decide this case: a moderator of its space, never about what they wrote, alone or not."""
    if person is not None and queries.wrote(person, case):
        return refused(_("Somebody else decides about what you posted."), gate="own")
    return spaces.may_moderate(person, space_queries.by_id(case.space_id))


def may_undo(person: Person | None, case: Case) -> Decision:
    """Whether somebody may take a decision back; one that was appealed only who may answer that.

    An appeal comes once a case: by undoing and deciding anew, who decided could let it come to nothing.
    """
    return may_answer_appeal(person, case) if case.state == "appealed" else may_decide(person, case)


def may_appeal(person: Person | None, case: Case) -> Decision:
    """Whether somebody may appeal: the author, once, against what changed something; also while suspended."""
    if person is None or person.id != case.author_id:
        return refused(_("Only the author can appeal."), gate="own")
    if queries.appeal_of(case) is not None:
        return refused(_("You have appealed already."), gate="once")
    made = queries.standing_decision(case)
    if case.state != "decided" or made is None or made.action == "approve":
        return refused(_("There is no decision to appeal."), gate="state")
    return ALLOWED


def may_answer_appeal(person: Person | None, case: Case) -> Decision:
    """Whether somebody may answer an appeal: who may decide the case, but not who decided it."""
    if not (decision := may_decide(person, case)):
        return decision
    made = queries.standing_decision(case)
    if person is not None and made is not None and made.decided_by_id == person.id:
        return refused(_("You decided this. Somebody else answers the appeal."), gate="other")
    return ALLOWED


def may_write_notices(person: Person | None) -> Decision:
    """Whether somebody may keep words for every moderator's use."""
    return has_role(person, "steward", "moderator")


def needs_proof(action: str, many: int) -> bool:
    """Whether so many such decisions in one go take a fresh proof of who is there: more than twenty that take away."""
    return many > MASS and action in {"remove", *STOPS}
