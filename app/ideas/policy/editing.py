"""Who may change the words of an idea."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.core.access import ALLOWED, Decision, refused
from app.ideas import queries
from app.ideas.models import Idea
from app.ideas.policy.challenges import in_time, may_run_challenges
from app.spaces.policy import is_open

UNDECIDED = frozenset({"open", "review"})


def may_edit(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may change its words: authors while it is undecided and talked about, the team with a reason."""
    if not (decision := may_write(person) and is_open(idea.space)):
        return decision
    if idea.merged_into_id is not None:
        reason = _("This idea was merged. Change the one it went into.")
        return refused(reason, gate="merged", remedy=f"/ideas/{idea.merged_into_id}")
    if may_correct(person, idea):
        return ALLOWED
    if not queries.is_author(person, idea):
        return refused(_("This is somebody else’s idea."), gate="own")
    if idea.kind not in UNDECIDED or idea.hold == "removed":
        return refused(_("This idea is decided. What it says stays as it was."), gate="state")
    taking = in_time(idea.challenge, "submit")
    return taking or (in_time(idea.challenge, "discuss") if idea.challenge.is_running else taking)


def may_correct(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may change words that are not their own, with a reason: the innovation team."""
    if queries.is_author(person, idea):
        return refused(_("This is your own."), gate="own")
    return may_run_challenges(person)
