"""Monitoring: what is said of the company, here and elsewhere: how it sounds, what it is about, who is heard."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _

from app.core import rail
from app.listening.monitoring import api, cli, jobs, policy, queries, subscribers, views


def register(app: Flask) -> None:
    """Hang monitoring on the application."""
    app.register_blueprint(views.blueprint)
    app.cli.add_command(cli.listening)
    rail.add(
        rail.Entry(
            label=lambda: _("Listening"), url="/listening", icon="bell", order=68, work=True,
            shown=lambda person: bool(policy.may_listen(person)), count=queries.count_waiting, act=True,
        )
    )  # fmt: skip
    assert api  # noqa: S101 - these are imported for what they declare
    assert jobs  # noqa: S101
    assert subscribers  # noqa: S101
