"""Who reads answers that are for the team only."""

from __future__ import annotations

from app.accounts.models import Person
from app.ideas import queries
from app.ideas.models import Idea
from app.ideas.policy.challenges import may_run_challenges


def sees_team_answers(person: Person | None, idea: Idea) -> bool:
    """Whether somebody reads them: the innovation team, and the authors, who wrote them."""
    return bool(may_run_challenges(person)) or queries.is_author(person, idea)
