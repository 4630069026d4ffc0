"""Moderation: holds, flags and cases, decided with reasons and reversibly."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _

from app.core import rail
from app.moderation import api, jobs, notices, policy, queries, subscribers, views


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    rail.add(
        rail.Entry(
            label=lambda: _("Moderation"), url="/moderation", icon="shield", order=50, work=True,
            shown=lambda person: bool(policy.may_moderate(person)), count=queries.waiting_count,
        )
    )  # fmt: skip
    assert all((api, jobs, notices, subscribers))  # noqa: S101 - imported for what they declare
