"""Training: guidelines, courses, certificates and mentors; who is cleared to do what."""

from __future__ import annotations

import click
from flask import Flask
from flask_babel import gettext as _

from app.core import rail
from app.training import api, carriers, cli, jobs, subscribers, views


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    people = app.cli.commands["people"]
    assert isinstance(people, click.Group)  # noqa: S101 - accounts registers before
    people.add_command(cli.certify)
    app.cli.add_command(cli.courses)
    rail.add(rail.Entry(label=lambda: _("Learn"), url="/learn", icon="learn", order=60, shown=_is_employee))
    assert api  # noqa: S101 - imported for what it declares
    assert all((carriers, subscribers))  # noqa: S101 - these too
    assert jobs  # noqa: S101 - imported for what it declares


def _is_employee(person: object) -> bool:
    return bool(getattr(person, "is_employee", False))
