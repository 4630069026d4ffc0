"""How many ideas and votes of one person a challenge takes."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.models import Person
from app.core.access import ALLOWED, Decision, refused
from app.ideas import queries
from app.ideas.models import Challenge, Idea
from app.voting import queries as voting


def room_for_idea(person: Person, challenge: Challenge) -> Decision:
    """Whether a challenge takes one more idea of somebody's."""
    cap = challenge.idea_cap
    if cap is None or (used := queries.ideas_used(person, challenge)) < cap:
        return ALLOWED
    most = ngettext("Each person may share %(num)s idea here.", "Each person may share %(num)s ideas here.", cap)
    said = _("You have shared %(used)s. Take one of them back to make room.", used=used)
    return refused(f"{most} {said}", gate="cap", remedy=challenge.url)


def room_for_vote(person: Person, idea: Idea) -> Decision:
    """Whether somebody may cast one more vote in an idea's challenge; one that stands already takes no more room."""
    challenge, cap = idea.challenge, idea.challenge.vote_cap
    if cap is None or voting.votes_of(person, "idea", [idea.id]):
        return ALLOWED
    return votes_left(challenge, queries.votes_used(person, [challenge.id]).get(challenge.id, 0))


def votes_left(challenge: Challenge, used: int) -> Decision:
    """The same, where how many are used is known."""
    cap = challenge.vote_cap
    if cap is None or used < cap:
        return ALLOWED
    most = ngettext("Each person has %(num)s vote here.", "Each person has %(num)s votes here.", cap)
    said = _("You have used %(used)s. Take a vote back, and it is yours to give again.", used=used)
    return refused(f"{most} {said}", gate="cap", remedy=challenge.url)
