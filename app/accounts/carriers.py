"""What the worker carries out for accounts."""

from __future__ import annotations

from typing import Any

from app.accounts import commands, queries
from app.core import dispatch, transaction


@dispatch.carrier(commands.REMINDER)
def send_password_link(payload: dict[str, Any], _key: str) -> None:
    """Mail the link that somebody asked for; for an address without an account there is nothing to do."""
    with transaction.unit():
        person = queries.by_id(payload["person"] or 0)
        if person is not None:
            commands.remind(person)
