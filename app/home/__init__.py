"""Home: the pages that put the other features together."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _

from app.core import rail
from app.home import api, context, views


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    if app.debug or app.config["DEBUG"]:
        app.register_blueprint(views.catalogue.blueprint)
    app.context_processor(context.spaces_of_mine)
    rail.add(rail.Entry(label=lambda: _("Home"), url="/", icon="home", order=10))
    rail.add(rail.Entry(label=lambda: _("Spaces"), url="/spaces", icon="spaces", order=40))
    rail.add(rail.Entry(label=lambda: _("People"), url="/people", icon="people", order=50))
    assert api  # noqa: S101 - imported for what it declares
    rail.add(rail.Entry(label=lambda: _("Admin"), url="/admin", icon="gear", order=90, work=True, shown=_administers))


def _administers(person: Any) -> bool:
    return person is not None and person.is_in_good_standing and person.has_role("steward")
