"""Who may review."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import Decision, refused
from app.ideas.models import Idea
from app.ideas.policy.authors import has_stake
from app.ideas.policy.challenges import in_time
from app.ideas.policy.deciding import may_merge
from app.training import policy as training


def may_see_reviews(person: Person | None) -> Decision:
    """Whether somebody has a list of ideas to review."""
    return has_role(person, "sme")


def may_review(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may review: a cleared subject-matter expert, never one who wrote on it."""
    if not (decision := has_role(person, "sme")):
        return decision
    assert person is not None  # noqa: S101 - has_role refuses visitors
    if has_stake(person, idea):
        return refused(_("You wrote on this idea, so another expert reviews it."), gate="own")
    if not (decision := training.clearance(person, "review", idea.space)):
        return decision
    return in_time(idea.challenge, "review")


def may_choose_reviewers(person: Person | None, *ideas: Idea) -> Decision:
    """Whether somebody may ask experts to review these ideas, or take that back: as with merging, not their own."""
    return may_merge(person, *ideas)
