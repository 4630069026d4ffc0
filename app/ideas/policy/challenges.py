"""Who may run challenges and answer them."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import format_datetime
from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import ALLOWED, Decision, refused
from app.ideas import queries, words
from app.ideas.models import DEEDS, Challenge
from app.ideas.policy.capping import room_for_idea
from app.spaces import policy as spaces


def may_run_challenges(person: Person | None) -> Decision:
    """Whether somebody may write challenges, move ideas and keep the ledger."""
    return has_role(person, "innovation")


def may_submit(person: Person | None, challenge: Challenge) -> Decision:
    """Whether somebody may answer a challenge now."""
    if not (decision := spaces.may_post(person, challenge.space)):
        return decision
    if not (decision := in_time(challenge, "submit")):
        return decision
    assert person is not None  # noqa: S101 - may_post refuses visitors
    return room_for_idea(person, challenge)


def may_see_opening(person: Person | None, challenge: Challenge) -> Decision:
    """Whether somebody may read what becomes visible: the team always, others once it is planned."""
    if (decision := may_run_challenges(person)) or person is None:
        return decision
    if queries.planned_opening(challenge) is not None:
        return ALLOWED
    return refused(_("Nothing is planned here."), gate="state", remedy=challenge.url)


def may_withdraw(person: Person | None, challenge: Challenge, author_id: int) -> Decision:
    """Whether somebody may take something of their own back: while an opening to customers is planned."""
    if person is None or person.id != author_id:
        return refused(_("This is somebody else’s."), gate="own")
    if queries.planned_opening(challenge) is None:
        return refused(_("Nothing is planned here."), gate="state", remedy=challenge.url)
    return ALLOWED


def in_time(challenge: Challenge, deed: str) -> Decision:
    """Whether a deed (submit, discuss, vote, review, decide) may be done now; if not, what may, and when."""
    if not (decision := spaces.is_open(challenge.space)):
        return decision
    if challenge.allows(deed):
        return ALLOWED
    said = [_refusals()[deed], _begins(challenge, deed), _meanwhile([d for d in DEEDS if challenge.allows(d)])]
    return refused(" ".join(filter(None, said)), gate="dates", remedy=challenge.url)


def _refusals() -> dict[str, str]:
    return {
        "submit": _("This challenge takes no ideas now."),
        "discuss": _("Comments on this challenge are closed now."),
        "vote": _("Voting on this challenge is closed."),
        "review": _("Reviews are closed in this challenge now."),
        "decide": _("Nothing is decided in this challenge now."),
    }


def _begins(challenge: Challenge, deed: str) -> str:
    moment = challenge.allows_from(deed)
    return _("It opens on %(when)s UTC.", when=format_datetime(moment, "d MMMM y, HH:mm")) if moment else ""


def _meanwhile(deeds: Sequence[str]) -> str:
    """What may be done now, of what everybody may do."""
    names = words.deeds()
    open_to_all = [names[deed] for deed in deeds if deed in {"submit", "discuss", "vote"}]
    return _("Now you may %(deeds)s.", deeds=words.listed(open_to_all)) if open_to_all else ""
