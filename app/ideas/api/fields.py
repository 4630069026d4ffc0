"""The API's operations on the form of a challenge."""

from __future__ import annotations

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.core.api import operation
from app.ideas import commands, policy, queries
from app.ideas.api.given import FormOut
from app.ideas.api.taken_fields import FormIn


@operation("setChallengeForm", "PUT /challenges/<challenge>/form", body=FormIn, returns=FormOut)
def set_challenge_form(challenge: str, body: FormIn) -> FormOut:
    """Change what a challenge asks for; ideas that are there keep the version they were written to."""
    person = somebody()
    within = found(queries.named(person, challenge))
    ensure(policy.may_run_challenges(person))
    form = commands.change_form(within, body.rows, guides=body.guides, version=body.version, by=person)
    return FormOut.of(form, is_team=True)
