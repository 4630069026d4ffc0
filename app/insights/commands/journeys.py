"""Opening journeys and keeping them going."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import clock
from app.core.settings import settings
from app.extensions import db
from app.insights import queries
from app.insights.commands.openings import Source, is_within
from app.insights.estimates.holdout import assigned
from app.insights.models import HOLDOUT, TREATMENT, Journey

KNOWN_FOR = timedelta(days=400)


def hashed(secret: str) -> str:
    """How a journey's cookie is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def arm_of(key: str, share: float | None = None) -> str:
    """Which arm a journey of this hashed key is in that opens now, or while such a share is held out.

    Drawn by a keyed hash, the same whenever one asks. Who is held out by a small share is so by a larger one too.
    """
    share = queries.share_now() if share is None else share
    held_out = assigned(key, settings().secret_keys[0].encode(), share)
    return HOLDOUT if held_out else TREATMENT


def keep_going(
    key: str, *, began: str = "", by: Person | None = None, is_bot: bool = False, source: Source | None = None
) -> Journey | None:
    """The journey of a hashed key, brought up to date; opened when `began` says where, else None if unknown.

    None also where its `source` opened too many in this hour.
    """
    journey = queries.journey_by_key(key)
    if journey is None and began and (source is None or is_within(source)):
        journey = _open(key, began, is_bot=is_bot)
    if journey is None:
        return None
    journey.last_at = max(journey.last_at, clock.now())
    if by is not None and journey.person_id is None:
        journey.person_id = by.id
    journey.is_staff = journey.is_staff or (by is not None and by.is_employee)
    return journey


def _open(key: str, began: str, *, is_bot: bool) -> Journey | None:
    """Two requests of one page may open the same journey at once; then the other one's row counts."""
    now, share = clock.now(), queries.share_now()
    journey = Journey(
        key=key, began=began, arm=arm_of(key, share), share=share, opened_at=now, last_at=now, is_bot=is_bot,
        is_staff=False,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(journey)
    except IntegrityError:
        return queries.journey_by_key(key)
    return journey


def forget_owners() -> None:
    """Take out of old journeys whose they were; their counts stay, as of nobody known."""
    old = (
        Journey.opened_at < clock.now() - KNOWN_FOR,
        or_(Journey.person_id.is_not(None), Journey.identity_id.is_not(None)),
    )
    db.session.execute(update(Journey).where(*old).values(person_id=None, identity_id=None))
