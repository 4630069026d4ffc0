"""How much one place, or one key, may open in an hour, so that nobody floods the figures; what is beyond is told."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from app.core import clock
from app.core.database import insert_into
from app.core.settings import settings
from app.extensions import db
from app.insights.models import BUSY, Opening

KEPT = timedelta(days=400)


@dataclass(frozen=True)
class Source:
    """Who opens: an address or a key, and how much may come from it in an hour."""

    name: str
    most: int


def is_within(source: Source, *, journeys: bool = True) -> bool:
    """Count once more, and whether it is within what may come from there in this hour: journeys, or readers."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    said = f"{'journey' if journeys else 'reader'} {hour.isoformat()} {source.name}"
    row = {"source": _hashed(said), "hour": hour, "count": 1, "most": source.most, "counts_journeys": journeys}
    made = insert_into(Opening).values(row)
    again = made.on_conflict_do_update(index_elements=["source", "hour"], set_={"count": Opening.count + 1})
    count: int = db.session.execute(again.returning(Opening.count)).scalar_one()
    return count <= source.most


def forget_openings() -> None:
    """Drop yesterday's hours that were no busy ones, and the busy ones once no report goes back to them."""
    day = clock.now() - timedelta(days=1)
    db.session.execute(delete(Opening).where(Opening.hour < day, Opening.count < BUSY))
    db.session.execute(delete(Opening).where(Opening.hour < clock.now() - KEPT))


def _hashed(said: str) -> str:
    """Of each hour another, under the installation's key: what one place opened in two cannot be put together."""
    return hmac.new(settings().secret_keys[0].encode(), said.encode(), hashlib.sha256).hexdigest()
