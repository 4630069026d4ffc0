"""Who may thank, spend points, and run rewards."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role, may_write
from app.board.models import Answer
from app.core.access import ALLOWED, Decision, refused
from app.recognition import queries
from app.recognition.models import Award, Credential, Reward, RewardOrder


def may_thank(person: Person | None, answer: Answer) -> Decision:
    """Whoever reads a published answer of somebody else and may write."""
    if not (decision := may_write(person)):
        return decision
    if person is not None and person.id == answer.author_id:
        return refused(_("Nobody thanks themselves."), gate="own")
    if answer.state != "published":
        return refused(_("This answer is not published."), gate="state")
    return ALLOWED


def may_spend(person: Person | None) -> Decision:
    """Members in good standing."""
    return may_write(person)


def is_for(person: Person, reward: Reward) -> bool:
    """Whether a reward is meant for somebody."""
    kinds = {"employees": True, "customers": False}
    return reward.audience == "everybody" or kinds.get(reward.audience) is person.is_employee


def may_order(person: Person | None, reward: Reward) -> Decision:
    """Whether somebody may ask for this reward; whether their points reach, the command says."""
    if not (decision := may_spend(person)):
        return decision
    if person is not None and not is_for(person, reward):
        return refused(_("This reward is not meant for you."), gate="role")
    return ALLOWED


def may_run_rewards(person: Person | None) -> Decision:
    """Stewards define rewards and hand them out."""
    return has_role(person, "steward")


def may_define_badges(person: Person | None) -> Decision:
    """Stewards define badges, and switch them on and off."""
    return has_role(person, "steward")


def may_decide_order(person: Person | None, order: RewardOrder) -> Decision:
    """Nobody hands a reward out to themselves."""
    if (decision := may_run_rewards(person)) and person is not None and person.id == order.person_id:
        return refused(_("Ask a colleague: nobody rewards themselves."), gate="own")
    return decision


def may_credit(person: Person | None, award: Award) -> Decision:
    """Holders have their badges signed, of what everybody may know of; not one that a steward took back."""
    if not (decision := may_write(person)):
        return decision
    if person is not None and person.id != award.person_id:
        return refused(_("This badge is somebody else's."), gate="own")
    if not queries.is_for_all(award):
        return refused(_("This badge is about what is known in closed spaces only."), gate="space")
    if queries.is_withdrawn(award):
        return refused(_("A steward took this one back."), gate="revoked")
    return ALLOWED


def may_revoke(person: Person | None, credential: Credential) -> Decision:
    """The holder, or a steward."""
    if person is not None and person.id == credential.person_id:
        return may_write(person)
    return has_role(person, "steward")
