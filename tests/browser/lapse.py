"""A certificate that ends now, or in so many days."""

from __future__ import annotations

import sys


def main(handle: str, days: int = 0) -> None:
    """Let HANDLE's certificates end, or go on for so many days."""
    from datetime import timedelta

    from sqlalchemy import update

    from app import create_app
    from app.accounts import queries as accounts
    from app.core import clock, transaction
    from app.extensions import db
    from app.training.models import Certificate

    with create_app().app_context(), transaction.unit():
        person = accounts.by_handle(handle)
        assert person
        ends = clock.now() + timedelta(days=days)
        db.session.execute(update(Certificate).where(Certificate.person_id == person.id).values(expires_at=ends))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
