"""Files: what people attach to questions, answers and comments; checked, made anew, served safely."""

from __future__ import annotations

from flask import Flask

from app.files import api, jobs, keeping, views


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    app.jinja_env.globals["loose_files"] = views.loose_files
    assert all((api, jobs, keeping))  # noqa: S101 - imported for what they declare
