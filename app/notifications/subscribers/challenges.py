"""Who is told of what happens to challenges: those who took part in one, and those who follow it."""

from __future__ import annotations

from typing import Any

from app.core.events import Entry
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Challenge
from app.notifications import queries
from app.notifications.commands import tell_readers
from app.notifications.subscribers.telling import notifications


@notifications.on(ideas.ChallengeOpened)
def opened(event: ideas.ChallengeOpened, entry: Entry) -> None:
    """Whoever follows a challenge hears that it opened; who took part knows."""
    challenge = idea_queries.challenge_by_id(event.challenge_id)
    if challenge is not None:
        _tell(challenge, "challenge_opened", entry, took_part=False)


@notifications.on(ideas.ChallengeClosed, ideas.AudienceWidened)
def turned(event: Any, entry: Entry) -> None:
    """A challenge came to its end, or is open to customers now."""
    challenge = idea_queries.challenge_by_id(event.challenge_id)
    if challenge is not None:
        _tell(challenge, event.name.removeprefix("ideas."), entry)


@notifications.on(ideas.OpeningPlanned, ideas.OpeningCalledOff)
def opening_planned(event: Any, entry: Entry) -> None:
    """Whoever took part hears what becomes visible while they may still take it back, and that it does not."""
    challenge = idea_queries.challenge_by_id(event.challenge_id)
    opening = idea_queries.opening_by_id(event.opening_id)
    if challenge is not None and opening is not None and opening.opens_at > opening.planned_at:
        _tell(challenge, event.name.removeprefix("ideas."), entry, url=f"{challenge.url}/opening")


@notifications.on(ideas.PhaseChanged)
def phase_changed(event: ideas.PhaseChanged, entry: Entry) -> None:
    """A new phase is told, and the end of one after which none begins at once; the first and last go without saying."""
    challenge = idea_queries.challenge_by_id(event.challenge_id)
    phase = next((p for p in challenge.phases if p.id == event.phase_id), None) if challenge else None
    if challenge is None or phase is None or entry.at in {challenge.opens_at, challenge.closes_at}:
        return
    follows_at_once = any(other.starts_at == phase.ends_at for other in challenge.phases)
    if event.change == "began" or not follows_at_once:
        _tell(challenge, f"phase_{event.change}", entry, stage=phase.name)


def _tell(
    challenge: Challenge, kind: str, entry: Entry, *, url: str = "", took_part: bool = True, **params: str
) -> None:
    """Tell those who took part or follow it, as far as they may see it."""
    subject = f"challenge:{challenge.id}"
    people = {*(idea_queries.participants(challenge) if took_part else ()), *queries.followers(subject)}
    what = {"subject": subject, "url": url or challenge.url, "title": challenge.title, **params}
    tell_readers(people, kind, entry, **what)
