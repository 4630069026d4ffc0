"""Who may do what on an idea."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core.access import Decision, refused
from app.ideas.models import SHOWN, Idea
from app.ideas.policy.challenges import in_time
from app.spaces import policy as spaces


def may_comment(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may comment, beneath what everybody sees."""
    if idea.hold != SHOWN:
        return refused(_("This idea cannot be seen by others now."), gate="state")
    if not (decision := spaces.may_post(person, idea.space)):
        return decision
    if idea.merged_into_id is not None:
        reason = _("This idea was merged. Comment on the one it went into.")
        return refused(reason, gate="merged", remedy=f"/ideas/{idea.merged_into_id}")
    return in_time(idea.challenge, "discuss")
