"""Who may decide."""

from __future__ import annotations

from app.accounts.models import Person
from app.core.access import Decision
from app.ideas.models import Idea
from app.ideas.policy.challenges import in_time, may_run_challenges


def may_decide(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may move an idea to another stage now: the innovation team, while its challenge allows it."""
    if not (decision := may_run_challenges(person)):
        return decision
    return in_time(idea.challenge, "decide")
