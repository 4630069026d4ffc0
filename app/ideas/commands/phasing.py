"""Phases: laying them, and saying once, in order, that one began or ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.core import clock, transaction
from app.core.events import Event, record
from app.extensions import db
from app.ideas.commands.voting import refit
from app.ideas.events import ChallengeClosed, ChallengeOpened, PhaseChanged
from app.ideas.models import Challenge, Phase
from app.ideas.plans import Stretch

Change = tuple[datetime, int, Challenge, Any, str, Event]


def lay(challenge: Challenge, stretches: Sequence[Stretch]) -> None:
    """Make a challenge's phases what is planned; those that are named by id are changed in place."""
    held = {phase.id: phase for phase in challenge.phases}
    kept = []
    for stretch in sorted(stretches, key=lambda each: each.starts_at):
        phase = held.pop(stretch.id, None) if stretch.id else None
        phase = phase or Phase()
        phase.name, phase.deeds = stretch.name.strip(), list(stretch.deeds)
        phase.starts_at, phase.ends_at = stretch.starts_at, stretch.ends_at
        kept.append(phase)
    challenge.phases = kept


def take_as_told(challenge: Challenge) -> None:
    """What lies behind when it is written is no news; what was told and lies ahead again will be told anew."""
    now = clock.now()
    marks: list[tuple[Any, str, datetime]] = [
        (challenge, "open_told_at", challenge.opens_at),
        (challenge, "close_told_at", challenge.closes_at),
    ]
    marks += [(phase, "begin_told_at", phase.starts_at) for phase in challenge.phases]
    marks += [(phase, "end_told_at", phase.ends_at) for phase in challenge.phases]
    for row, mark, moment in marks:
        setattr(row, mark, (getattr(row, mark) or now) if moment <= now else None)
    db.session.flush()


def turn_phases() -> None:
    """Announce what began or ended since this was looked at last, in the order in which it happened, each once.

    Whoever marks the row first announces it, so that two workers may do this at once; events bear the true time.
    """
    transaction.apart(sorted(_changes(clock.now()), key=lambda change: change[:2]), _announce)
    reveal()


def _announce(change: Change) -> None:
    moment, _rank, challenge, row, mark, event = change
    table = type(row)
    unsaid = update(table).where(table.id == row.id, getattr(table, mark).is_(None))
    if db.session.connection().execute(unsaid.values({mark: clock.now()})).rowcount:
        record(event, by=None, space_id=challenge.space_id, at=moment)


def reveal() -> None:
    """Rank by votes what ranked as if unseen and hides its counts no more."""
    transaction.apart((each for each in _those(Challenge.ranks_blind.is_(True)) if not each.hides_votes), refit)


def rank_all(challenge: Challenge) -> None:
    """Rank a challenge's ideas anew, since whether their counts are hidden has changed."""
    refit(challenge)


def _changes(now: datetime) -> Iterator[Change]:
    for phase, challenge in db.session.execute(_pairs(Phase.end_told_at.is_(None), Phase.ends_at <= now)):
        yield phase.ends_at, 0, challenge, phase, "end_told_at", _changed(phase, "ended")
    for phase, challenge in db.session.execute(_pairs(Phase.begin_told_at.is_(None), Phase.starts_at <= now)):
        yield phase.starts_at, 3, challenge, phase, "begin_told_at", _changed(phase, "began")
    for challenge in _those(Challenge.close_told_at.is_(None), Challenge.closes_at <= now):
        closed = ChallengeClosed(challenge_id=challenge.id)
        yield challenge.closes_at, 1, challenge, challenge, "close_told_at", closed
    for challenge in _those(Challenge.open_told_at.is_(None), Challenge.opens_at <= now):
        opened = ChallengeOpened(challenge_id=challenge.id)
        yield challenge.opens_at, 2, challenge, challenge, "open_told_at", opened


def _pairs(*conditions: Any) -> Any:
    return select(Phase, Challenge).join(Challenge, Challenge.id == Phase.challenge_id).where(*conditions)


def _those(*conditions: Any) -> Sequence[Challenge]:
    return db.session.scalars(select(Challenge).where(*conditions)).all()


def _changed(phase: Phase, change: str) -> PhaseChanged:
    return PhaseChanged(challenge_id=phase.challenge_id, phase_id=phase.id, change=change)
