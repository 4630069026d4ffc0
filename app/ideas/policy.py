"""Who may do what on the idea exchange."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import ALLOWED, Decision, refused
from app.ideas.models import SHOWN, Challenge, Idea
from app.spaces import policy as spaces
from app.training import policy as training


def may_run_challenges(person: Person | None) -> Decision:
    """Whether somebody may write challenges, move ideas and keep the ledger."""
    return has_role(person, "innovation")


def may_see_reviews(person: Person | None) -> Decision:
    """Whether somebody has a list of ideas to review."""
    return has_role(person, "sme")


def may_submit(person: Person | None, challenge: Challenge) -> Decision:
    """Whether somebody may answer a challenge now."""
    if not (decision := spaces.may_post(person, challenge.space)):
        return decision
    if not challenge.is_open:
        return refused(_("This challenge takes no ideas now."), gate="dates", remedy=challenge.url)
    return ALLOWED


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
    if not idea.challenge.is_open:
        return refused(_("Voting on this challenge is closed."), gate="dates", remedy=idea.challenge.url)
    return ALLOWED


def may_comment(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may comment, beneath what everybody sees."""
    if idea.hold != SHOWN:
        return refused(_("This idea cannot be seen by others now."), gate="state")
    return spaces.may_post(person, idea.space)


def may_review(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may review: a cleared subject-matter expert, never the author."""
    if not (decision := has_role(person, "sme")):
        return decision
    assert person is not None  # noqa: S101 - has_role refuses visitors
    if idea.author_id == person.id:
        return refused(_("You cannot review your own idea."), gate="own")
    return training.clearance(person, "review", idea.space)


def sees_votes(person: Person | None, idea: Idea, own_vote: int) -> bool:
    """Whether the count is shown: in a blind challenge only once one has voted, and to the team."""
    if not idea.challenge.hides_votes:
        return True
    return bool(own_vote) or bool(may_run_challenges(person))
