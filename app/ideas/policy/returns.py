"""Who may keep the ledger, and who may say that it is true."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import ALLOWED, Decision, refused
from app.ideas.models import Idea, LedgerLine, Project
from app.ideas.policy.authors import has_stake
from app.ideas.policy.challenges import may_run_challenges
from app.spaces import queries as spaces
from app.spaces.models import Space
from app.spaces.policy import is_open


def may_keep_ledger(person: Person | None, idea: Idea, project: Project | None) -> Decision:
    """Whether somebody may enter and take back lines of an idea: the innovation team, and who owns its project."""
    if not (decision := is_open(idea.space)):
        return decision
    if project is not None and owns(person, project):
        return ALLOWED
    return may_run_challenges(person)


def may_attest(person: Person | None, line: LedgerLine, idea: Idea | None) -> Decision:
    """Whether somebody may attest a line: an analyst, or an owner of the idea's space, who did not record it."""
    decision = may_attest_in(person, idea.space if idea is not None else None)
    return may_attest_line(person, line, idea) if decision else decision


def may_attest_line(person: Person | None, line: LedgerLine, idea: Idea | None) -> Decision:
    """Whether somebody who may attest here may attest this line too; asks the database once an idea at most."""
    if person is None:
        return refused(_("Sign in first."), gate="sign-in", remedy="/sign-in")
    if line.recorded_by_id == person.id:
        return refused(_("Somebody else than who recorded it attests a line."), gate="own")
    if idea is not None and has_stake(person, idea):
        return refused(_("You cannot attest lines of your own idea."), gate="own")
    return ALLOWED


def may_attest_in(person: Person | None, space: Space | None) -> Decision:
    """Whether somebody may attest lines of a space at all."""
    decision = has_role(person, "analyst")
    if space is None or person is None:
        return decision
    owner = person.is_in_good_standing and spaces.role_in(person, space) == "owner"
    return is_open(space) if decision or owner else decision


def owns(person: Person | None, project: Project) -> bool:
    """Whether somebody owns a project, has agreed to, and may act."""
    if person is None or project.owner_id != person.id or project.agreed_at is None:
        return False
    return person.is_in_good_standing
