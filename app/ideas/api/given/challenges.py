"""How challenges look."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.core.api import Out
from app.core.api.operations import Moment
from app.ideas import policy
from app.ideas.models import Challenge


class ChallengeOut(Out):
    """A challenge; `vote_count` is null while a blind challenge hides its votes."""

    id: int
    slug: str
    space: str
    title: str
    brief: str
    brief_html: str
    sponsor: str
    goal: str
    rules: str
    reward: str
    audience: str
    blind: bool
    rubric: list[dict[str, Any]]
    opens_at: Moment
    closes_at: Moment
    is_open: bool
    idea_count: int
    vote_count: int | None
    url: str

    @classmethod
    def of(cls, challenge: Challenge, person: Person | None) -> ChallengeOut:
        """From a row, as a person may see it."""
        hidden = challenge.hides_votes and not policy.may_run_challenges(person)
        plain = {name: getattr(challenge, name) for name in cls.model_fields if name not in {"space", "vote_count"}}
        return cls(**plain, space=challenge.space.slug, vote_count=None if hidden else challenge.vote_count)
