"""A certificate that ends now."""

from __future__ import annotations

import sys


def main(handle: str) -> None:
    """Let HANDLE's certificates end."""
    from sqlalchemy import update

    from app import create_app
    from app.accounts import queries as accounts
    from app.core import clock, transaction
    from app.extensions import db
    from app.training.models import Certificate

    with create_app().app_context(), transaction.unit():
        person = accounts.by_handle(handle)
        assert person
        db.session.execute(update(Certificate).where(Certificate.person_id == person.id).values(expires_at=clock.now()))


if __name__ == "__main__":
    main(sys.argv[1])
