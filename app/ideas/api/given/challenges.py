"""How challenges look."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.core.api import Out
from app.core.api.operations import Moment
from app.ideas import policy
from app.ideas.models import DEEDS, Challenge, Opening


class PhaseOut(Out):
    """A phase: what may be done from when to when."""

    id: int
    name: str
    starts_at: Moment
    ends_at: Moment
    deeds: list[str]


class ChallengeOut(Out):
    """A challenge; `vote_count` is null while a blind challenge hides its votes, `closes_at` for a board always open.

    `deeds` is what may be done now, `segments` is shown to employees alone, a cap of null is no cap.
    """

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
    segments: list[str]
    blind: bool
    blind_rule: str
    blind_hours: int | None
    allows_anonymous: bool
    allows_private: bool
    rubric: list[dict[str, Any]]
    opens_at: Moment
    closes_at: Moment | None
    is_open: bool
    deeds: list[str]
    phases: list[PhaseOut]
    idea_cap: int | None
    vote_cap: int | None
    idea_count: int
    vote_count: int | None
    url: str

    @classmethod
    def of(cls, challenge: Challenge, person: Person | None) -> ChallengeOut:
        """From a row, as a person may see it."""
        hidden = challenge.hides_votes and not policy.may_run_challenges(person)
        plain = {name: getattr(challenge, name) for name in cls.model_fields if name not in _MADE}
        employee = person is not None and person.is_employee
        return cls(
            **plain, space=challenge.space.slug, vote_count=None if hidden else challenge.vote_count,
            closes_at=None if challenge.is_standing else challenge.closes_at,
            phases=[PhaseOut.model_validate(phase) for phase in challenge.phases],
            deeds=[deed for deed in DEEDS if challenge.allows(deed)],
            segments=challenge.segments if employee and challenge.audience == "segments" else [],
        )  # fmt: skip


class OpeningOut(Out):
    """A planned opening to customers; `ended_at` is when it was done, if it is."""

    audience: str
    segments: list[str]
    space: str
    opens_at: Moment
    ended_at: Moment | None

    @classmethod
    def of(cls, opening: Opening, space: str) -> OpeningOut:
        """From a row and the name of its space."""
        names = ("audience", "segments", "opens_at", "ended_at")
        return cls(**{name: getattr(opening, name) for name in names}, space=space)


_MADE = {"space", "vote_count", "closes_at", "phases", "deeds", "segments"}
