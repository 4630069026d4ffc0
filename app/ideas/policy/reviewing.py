"""Who may review."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import ALLOWED, Decision, refused
from app.ideas import queries
from app.ideas.models import Challenge, Idea
from app.ideas.policy.authors import has_stake
from app.ideas.policy.challenges import in_time, may_run_challenges
from app.ideas.policy.deciding import may_merge
from app.training import policy as training


def may_see_reviews(person: Person | None) -> Decision:
    """Whether somebody has a list of ideas to review."""
    return has_role(person, "sme")


def may_review(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may review: a cleared subject-matter expert, never one who wrote on it, until it is decided."""
    if not (decision := has_role(person, "sme")):
        return decision
    assert person is not None  # noqa: S101 - has_role refuses visitors
    if has_stake(person, idea):
        return refused(_("You wrote on this idea, so another expert reviews it."), gate="own")
    if idea.merged_into_id is not None:
        return refused(_("This idea was merged. Review the one it went into."), gate="merged")
    if not idea.is_judged_now:
        return refused(_("This idea is decided, or hidden. Its reviews stay as they are."), gate="state")
    if not (decision := training.clearance(person, "review", idea.space)):
        return decision
    return in_time(idea.challenge, "review")


def may_choose_reviewers(person: Person | None, *ideas: Idea) -> Decision:
    """Whether somebody may ask experts to review these ideas, or take that back: as with merging, not their own."""
    return may_merge(person, *ideas)


def may_set_rubric(person: Person | None, challenge: Challenge) -> Decision:
    """Whether somebody may change how a challenge is judged: the team, but not while an idea of theirs waits for it."""
    if not (decision := may_run_challenges(person)):
        return decision
    assert person is not None  # noqa: S101 - may_run_challenges refuses visitors
    if queries.awaits_verdict_in(person, challenge):
        said = _("You wrote on an idea that is judged by this. Let another member of the team change it.")
        return refused(said, gate="own")
    return ALLOWED
