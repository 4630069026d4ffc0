"""Who may vote, and who sees the counts."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core.access import Decision, refused
from app.ideas.models import SHOWN, Idea
from app.ideas.policy.challenges import in_time, may_run_challenges
from app.spaces import policy as spaces


def may_vote(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may vote: not for their own idea, and only while the challenge is open."""
    if not (decision := spaces.may_post(person, idea.space)):
        return decision
    if person is not None and idea.author_id == person.id:
        return refused(_("You cannot vote for your own idea."), gate="own")
    if idea.merged_into_id is not None:
        return refused(_("This idea was merged. Vote for the one it went into."), gate="merged", remedy=idea.url)
    if idea.hold != SHOWN:
        return refused(_("Votes open once everybody can see this idea."), gate="state")
    return in_time(idea.challenge, "vote")


def sees_votes(person: Person | None, idea: Idea, own_vote: int) -> bool:
    """Whether the count is shown: in a blind challenge only once one has voted, and to the team."""
    if not idea.challenge.hides_votes:
        return True
    return bool(own_vote) or bool(may_run_challenges(person))
