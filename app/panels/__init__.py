"""Panels: people who are asked by invitation, polls and concept tests, and what their input changed."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _

from app.core import rail
from app.panels import api, jobs, queries, views


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    rail.add(
        rail.Entry(
            label=lambda: _("Panels"), url="/panels", icon="chat", order=35, act=True,
            shown=lambda person: queries.standing(person).anything, count=_waiting_for,
        )
    )  # fmt: skip
    assert all((api, jobs))  # noqa: S101 - imported for what they declare


def _waiting_for(person: Any) -> int:
    return queries.standing(person).waiting
