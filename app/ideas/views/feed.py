"""The newest ideas as an Atom feed."""

from __future__ import annotations

from flask import Response, render_template

from app.core.access import public
from app.core.settings import settings
from app.ideas import queries
from app.ideas.views.frame import blueprint


@blueprint.get("/ideas.atom")
def atom() -> Response:
    """What visitors may see, newest first."""
    public()
    items = queries.listed(None, sort="new").items
    body = render_template("ideas/ideas.atom.xml", items=items, base_url=settings().base_url)
    return Response(body, mimetype="application/atom+xml")
