"""Who takes part in rounds, and who sees what came of them."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core.access import ALLOWED, Decision, refused
from app.ideas.models import Round
from app.ideas.policy.challenges import may_run_challenges
from app.spaces import policy as spaces


def may_take_part(person: Person | None, round_: Round) -> Decision:
    """Whether somebody may take part now: they may post in its space, and it is open."""
    if not (decision := spaces.may_post(person, round_.challenge.space)):
        return decision
    if not round_.is_open:
        said = _("This round is over.") if round_.is_over else _("This round has not begun yet.")
        return refused(said, gate="dates", remedy=round_.url)
    return ALLOWED


def sees_results(person: Person | None, round_: Round) -> Decision:
    """Whether somebody sees what came of it: everybody once it is over, until then the innovation team alone."""
    if round_.is_over or may_run_challenges(person):
        return ALLOWED
    return refused(_("What comes of it shows when the round is over."), gate="dates")
