"""How many journeys came from few places, and how many were turned away, so that a flood can be seen in the figures."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select

from app.extensions import db
from app.insights.models import BUSY, Opening
from app.insights.queries.periods import Period


@dataclass(frozen=True)
class Crowd:
    """`busy` journeys were opened by one place of which at least BUSY came within an hour; beyond what may come,
    `turned_away` were not counted.
    """

    busy: int = 0
    turned_away: int = 0


def crowd(period: Period) -> Crowd:
    """Those of a period, by the hour."""
    within = case((Opening.count > Opening.most, Opening.most), else_=Opening.count)
    inside = (Opening.hour >= period.start, Opening.hour < period.end, Opening.count >= BUSY)
    sums = select(func.coalesce(func.sum(within), 0), func.coalesce(func.sum(Opening.count - within), 0))
    busy, away = db.session.execute(sums.where(*inside, Opening.counts_journeys)).one()
    return Crowd(int(busy), int(away))
