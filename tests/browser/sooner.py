"""A challenge whose times are so many days sooner, as if these days had passed."""

from __future__ import annotations

import sys
from datetime import timedelta


def main(slug: str, days: str) -> None:
    """Bring the phases, the dates and a planned opening of SLUG nearer by DAYS."""
    from app import create_app
    from app.core import transaction
    from app.ideas import queries

    by = timedelta(days=float(days))
    with create_app().app_context(), transaction.unit():
        challenge = queries.by_slug(slug)
        assert challenge
        for phase in challenge.phases:
            phase.starts_at, phase.ends_at = phase.starts_at - by, phase.ends_at - by
        challenge.opens_at, challenge.closes_at = challenge.opens_at - by, challenge.closes_at - by
        if opening := queries.planned_opening(challenge):
            opening.opens_at -= by


if __name__ == "__main__":
    main(*sys.argv[1:])
