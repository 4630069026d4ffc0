"""The response board: questions, answers, claims, verification, escalation."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _

from app.board import api, cli, jobs, policy, queries, subscribers, views
from app.core import rail


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    rail.add(rail.Entry(label=lambda: _("Questions"), url="/questions", icon="question", order=20))
    rail.add(
        rail.Entry(
            label=lambda: _("Desk"), url="/desk", icon="desk", order=10, work=True, act=True,
            shown=lambda person: bool(policy.may_work(person)), count=_waiting_for,
        )
    )  # fmt: skip
    assert all((api, cli, jobs, subscribers))  # noqa: S101 - imported for what they declare


def _waiting_for(person: Any) -> int:
    return queries.desk_count(person)
