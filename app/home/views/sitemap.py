"""What search engines may read."""

from __future__ import annotations

from flask import Response, render_template

from app.core.access import public
from app.core.settings import settings
from app.core.text import slug
from app.home import queries
from app.home.views.front import blueprint

FIXED = ("/", "/questions", "/ideas", "/spaces")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page that everybody may read: the newest questions and ideas, challenges, spaces."""
    public()
    paths = [
        *FIXED,
        *queries.public_places(),
        *(f"/questions/{number}/{slug(title)}" for number, title in queries.public_questions()),
        *(f"/ideas/{number}/{slug(title)}" for number, title in queries.public_ideas()),
    ]
    body = render_template("home/sitemap.xml", base_url=settings().base_url, paths=paths)
    return Response(body, mimetype="application/xml")
