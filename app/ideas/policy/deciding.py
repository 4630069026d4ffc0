"""Who decides about ideas, who may let one pass a gate, and who sets stages and gates."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core.access import ALLOWED, Decision, refused
from app.ideas.gates import Finding
from app.ideas.models import Challenge, Idea
from app.ideas.policy.authors import has_stake
from app.ideas.policy.challenges import in_time, may_run_challenges
from app.spaces import policy as spaces
from app.spaces.models import Space


def may_decide(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may move an idea and answer it officially now: the team, but not about what they wrote on."""
    return may_merge(person, idea) and in_time(idea.challenge, "decide")


def may_merge(person: Person | None, *ideas: Idea) -> Decision:
    """Whether somebody may merge these ideas, or undo that: the team, but not what they wrote on."""
    if not (decision := may_run_challenges(person)):
        return decision
    for idea in ideas:
        if has_stake(person, idea):
            return refused(
                _("You wrote on “%(title)s”. Let another member of the team decide about it.", title=idea.title),
                gate="own",
            )
    return ALLOWED


def may_waive(person: Person | None, idea: Idea, finding: Finding) -> Decision:
    """Whether somebody may let an idea pass without a criterion: who decides about it; owners, a firm one."""
    if not (decision := may_decide(person, idea)):
        return decision
    if finding.is_firm and not spaces.may_run(person, idea.space):
        return refused(_("Only an owner of the space may waive “%(what)s”.", what=finding.label), gate="role")
    return ALLOWED


def may_tick(person: Person | None, idea: Idea, finding: Finding) -> Decision:
    """Whether somebody may say that a criterion is met: who is named to sign off, else the team; never of their own."""
    if has_stake(person, idea):
        return refused(_("Somebody else says whether your own idea meets this."), gate="own")
    if finding.type == "sign_off":
        if person is not None and person.id == finding.person_id and person.is_in_good_standing:
            return ALLOWED
        return refused(_("This is for the one who is named to sign it off."), gate="role")
    if finding.type != "free":
        return refused(_("This is reckoned, not ticked."), gate="state")
    return may_decide(person, idea)


def may_set_stages(person: Person | None, space: Space) -> Decision:
    """Whether somebody may set the stages, gates and promises of a space: its owners and the innovation team."""
    if not (decision := spaces.is_open(space)):
        return decision
    return ALLOWED if may_run_challenges(person) else spaces.may_run(person, space)


def may_set_gates(person: Person | None, challenge: Challenge) -> Decision:
    """Whether somebody may set the gates and the promise of one challenge."""
    return may_set_stages(person, challenge.space)
