"""Screening: the rules that text must pass before anybody reads it."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _

from app.core import rail
from app.screening import api, cli, confirming, policy, profiles, views


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    confirming.install(app)
    app.cli.add_command(cli.screening)
    rail.add(
        rail.Entry(
            label=lambda: _("Rules"), url="/moderation/rules", icon="filter", order=52, work=True,
            shown=lambda person: bool(policy.may_see_rules(person)),
        )
    )  # fmt: skip
    assert all((api, profiles))  # noqa: S101 - imported for what it declares
