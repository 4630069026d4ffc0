"""Recognition: expertise from evidence, badges, points, thanks and rewards."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _

from app.core import rail
from app.recognition import api, jobs, policy, queries, subscribers, views


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    rail.add(
        rail.Entry(
            label=lambda: _("Rewards"), url="/rewards", icon="star", order=60, shown=lambda person: person is not None,
            count=_waiting_for,
        )
    )  # fmt: skip
    assert all((api, jobs, subscribers))  # noqa: S101 - imported for what they declare


def _waiting_for(person: Any) -> int:
    return queries.waiting_orders() if policy.may_run_rewards(person) else 0
