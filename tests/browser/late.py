"""A question that was asked two hours ago and that nobody answered, asked by the product's own command."""

from __future__ import annotations

import sys
from datetime import timedelta


def main(title: str) -> None:
    """Ask it as Colin."""
    from app import create_app
    from app.accounts import queries as accounts
    from app.board import commands as board
    from app.core import clock, transaction
    from app.spaces import queries as spaces

    with create_app().app_context(), clock.at(clock.now() - timedelta(hours=2)), transaction.unit():
        space, colin = spaces.by_slug("help"), accounts.by_handle("colin")
        assert space
        assert colin
        board.ask(space=space, title=title, by=colin)


if __name__ == "__main__":
    main(sys.argv[1])
