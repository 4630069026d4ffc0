"""Who may run challenges and answer them."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import ALLOWED, Decision, refused
from app.ideas.models import Challenge
from app.spaces import policy as spaces


def may_run_challenges(person: Person | None) -> Decision:
    """Whether somebody may write challenges, move ideas and keep the ledger."""
    return has_role(person, "innovation")


def may_submit(person: Person | None, challenge: Challenge) -> Decision:
    """Whether somebody may answer a challenge now."""
    if not (decision := spaces.may_post(person, challenge.space)):
        return decision
    if not challenge.allows("submit"):
        return refused(_("This challenge takes no ideas now."), gate="dates", remedy=challenge.url)
    return ALLOWED
