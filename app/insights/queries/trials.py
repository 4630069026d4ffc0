"""What share of journeys is held out, and when it was another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.core import clock
from app.core.settings import settings
from app.extensions import db
from app.insights.models import Journey, Trial
from app.insights.queries.periods import Period

SHOWN = 24


@dataclass(frozen=True)
class Shares:
    """The share at each time: that of the trial under way, else the usual one."""

    usual: float
    trials: Sequence[Trial]

    def at(self, moment: datetime) -> float:
        """The share held out of journeys that open at a moment."""
        return next((trial.share for trial in self.trials if trial.starts_at <= moment < trial.ends_at), self.usual)

    def segments(self, period: Period) -> list[tuple[Period, float]]:
        """The period cut where the share changes, oldest part first."""
        edges = {moment for trial in self.trials for moment in (trial.starts_at, trial.ends_at)}
        inside = sorted({period.start, *(edge for edge in edges if period.start < edge < period.end)})
        return [
            (Period(start, end), self.at(start)) for start, end in zip(inside, [*inside[1:], period.end], strict=True)
        ]

    def since(self, moment: datetime) -> datetime | None:
        """When the share that holds at a moment began to hold; None where it always did."""
        edges = [edge for trial in self.trials for edge in (trial.starts_at, trial.ends_at) if edge <= moment]
        return max(edges, default=None)


def shares() -> Shares:
    """As things stand, with all trials that there were."""
    return Shares(settings().holdout_share, db.session.scalars(select(Trial).order_by(Trial.starts_at)).all())


def running_trial() -> Trial | None:
    """The trial under way."""
    now = clock.now()
    under_way = select(Trial).where(Trial.starts_at <= now, Trial.ends_at > now)
    return db.session.scalar(under_way.order_by(Trial.starts_at.desc()).limit(1))


def share_now() -> float:
    """The share held out of journeys that open now."""
    trial = running_trial()
    return settings().holdout_share if trial is None else trial.share


def last_of_another(share: float, since: datetime) -> datetime | None:
    """When the last journey from a moment on opened of which another share was held out, as after a new setting."""
    others = select(func.max(Journey.opened_at)).where(Journey.opened_at >= since, Journey.share != share)
    return db.session.scalar(others)


def trials() -> Sequence[Trial]:
    """The latest trials, newest first."""
    return db.session.scalars(select(Trial).order_by(Trial.starts_at.desc()).limit(SHOWN)).all()
