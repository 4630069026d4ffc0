"""Discussion: comments beneath questions, answers and ideas, and drafts of what is being written."""

from __future__ import annotations

from flask import Flask

from app.discussion import api, jobs, views


def register(app: Flask) -> None:
    """Hang the feature on the application; comments are written through the features they stand beneath."""
    app.register_blueprint(views.blueprint)
    app.jinja_env.globals["draft_for"] = views.draft_for
    assert all((api, jobs))  # noqa: S101 - imported for what they declare
