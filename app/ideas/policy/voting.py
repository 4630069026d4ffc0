"""Who may vote, and who sees the counts."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import ALLOWED, Decision, refused
from app.ideas import queries
from app.ideas.models import SHOWN, Challenge, Idea
from app.ideas.policy.authors import has_stake, is_author
from app.ideas.policy.challenges import in_time, may_run_challenges
from app.spaces import policy as spaces

PROXIES = ("care", "innovation")
MOST_A_DAY = 50


def may_vote(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may vote: not for their own idea, and only while the challenge is open."""
    if not (decision := spaces.may_post(person, idea.space)):
        return decision
    if is_author(person, idea):
        return refused(_("You cannot vote for your own idea."), gate="own")
    return _takes_votes(idea)


def sees_proxies(person: Person | None) -> Decision:
    """Whether somebody sees which votes were cast for customers, and by whom."""
    return has_role(person, *PROXIES)


def may_take_back_for_others(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may take back votes that were cast for customers: who sees them, but not where it counts
    for what they wrote on.
    """
    if not (decision := sees_proxies(person)):
        return decision
    if any(has_stake(person, each) for each in queries.way_of(idea)):
        return refused(_("You wrote on this idea. Let a colleague take back votes for it."), gate="own")
    return ALLOWED


def may_vote_for_others(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may cast a customer's vote: care and innovation, so many a day, never for their own idea."""
    if not (decision := sees_proxies(person)):
        return decision
    if has_stake(person, idea):
        return refused(_("You wrote on this idea. Let a colleague cast a customer’s vote for it."), gate="own")
    if not (decision := _takes_votes(idea)):
        return decision
    assert person is not None  # noqa: S101 - has_role refuses visitors
    return room_for_others(person)


def room_for_others(person: Person) -> Decision:
    """Whether somebody has a vote for a customer left today."""
    if queries.cast_lately(person) < MOST_A_DAY:
        return ALLOWED
    said = _("You cast %(most)d votes for others within a day. Go on tomorrow.", most=MOST_A_DAY)
    return refused(said, gate="cap")


def _takes_votes(idea: Idea) -> Decision:
    if idea.merged_into_id is not None:
        return refused(_("This idea was merged. Vote for the one it went into."), gate="merged", remedy=idea.url)
    if idea.hold != SHOWN or idea.private:
        return refused(_("Votes open once everybody can see this idea."), gate="state")
    return in_time(idea.challenge, "vote")


def sees_votes(person: Person | None, idea: Idea, own_vote: int) -> bool:
    """Whether the count is shown: to the team always; in a blind challenge to who has voted, if that is its rule."""
    shows = idea.challenge.blind_rule == "voted" and bool(own_vote)
    return shows or sees_counts(person, idea.challenge)


def sees_counts(person: Person | None, challenge: Challenge) -> bool:
    """Whether somebody sees counts whatever they did: the team while they are hidden, everybody else after that."""
    return not challenge.hides_votes or bool(may_run_challenges(person))
