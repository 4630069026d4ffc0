"""The newest questions as an Atom feed."""

from __future__ import annotations

from flask import Response, render_template

from app.board import queries
from app.board.views.frame import blueprint
from app.core.access import public
from app.core.settings import settings


@blueprint.get("/questions.atom")
def atom() -> Response:
    """What visitors may see, newest first."""
    public()
    items = queries.visible_questions(None, limit=30).items
    body = render_template("board/questions.atom.xml", items=items, base_url=settings().base_url)
    return Response(body, mimetype="application/atom+xml")
