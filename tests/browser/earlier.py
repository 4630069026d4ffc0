"""A claim that somebody took a while ago, by the product's own command."""

from __future__ import annotations

import sys
from datetime import timedelta


def main(number: str, handle: str, minutes: str) -> None:
    """Claim question NUMBER as HANDLE, so many minutes ago."""
    from app import create_app
    from app.accounts import queries as accounts
    from app.board import commands, queries
    from app.core import clock, transaction

    with create_app().app_context():
        then = clock.now() - timedelta(minutes=int(minutes))
        person, question = accounts.by_handle(handle), queries.by_id(int(number))
        assert person
        assert question
        with clock.at(then), transaction.unit():
            commands.claim(question, by=person)


if __name__ == "__main__":
    main(*sys.argv[1:])
