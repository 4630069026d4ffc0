"""Insights: journeys, exposures, deflection and return."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _

from app.core import rail
from app.insights import api, jobs, policy, subscribers, telemetry, views


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    telemetry.install(app)
    rail.add(
        rail.Entry(
            label=lambda: _("Insights"), url="/insights", icon="chart", order=70, work=True,
            shown=lambda person: bool(policy.may_see(person)),
        )
    )  # fmt: skip
    rail.add(
        rail.Entry(
            label=lambda: _("Messages"), url="/contact/cases", icon="mail", order=65, work=True,
            shown=lambda person: bool(policy.may_read_filings(person)),
        )
    )  # fmt: skip
    rail.add(rail.Entry(label=lambda: _("Contact us"), url="/contact", icon="phone", order=90))
    assert api  # noqa: S101 - these are imported for what they declare
    assert jobs  # noqa: S101
    assert subscribers  # noqa: S101
