"""What search engines may read."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, render_template

from app.core.access import found, public
from app.core.settings import settings
from app.core.text import slug
from app.home import queries
from app.home.queries import Listed
from app.home.views.front import blueprint

FIXED = ("/", "/questions", "/topics", "/ideas", "/spaces")
CLOSED = ("/admin", "/api/", "/desk", "/drafts", "/insights", "/notifications", "/search", "/settings")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page that everybody may read; where these are too many for one file, the files that name them."""
    public()
    parts = queries.sitemap_parts()
    if not parts:
        return _urls([*_places(), *_questions(queries.public_questions()), *_ideas()])
    files = ["/sitemap-places.xml", *(f"/sitemap-questions-{part}.xml" for part in parts)]
    return _xml(render_template("home/sitemap_index.xml", base_url=settings().base_url, files=files))


@blueprint.get("/sitemap-places.xml")
def sitemap_places() -> Response:
    """Spaces, topics, challenges and ideas."""
    public()
    return _urls([*_places(), *_ideas()])


@blueprint.get("/sitemap-questions-<id:part>.xml")
def sitemap_questions(part: int) -> Response:
    """One range of question numbers."""
    public()
    found(part if part in queries.sitemap_parts() else None)
    return _urls(_questions(queries.public_questions(part)))


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers should leave alone, and where the sitemap is."""
    public()
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), f"Sitemap: {settings().base_url}/sitemap.xml"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _places() -> list[Listed]:
    return [Listed(path, None) for path in (*FIXED, *queries.public_places())]


def _questions(rows: Iterable[queries.Row]) -> list[Listed]:
    return [Listed(f"/questions/{number}/{slug(title)}", changed) for number, title, changed in rows]


def _ideas() -> list[Listed]:
    return [Listed(f"/ideas/{number}/{slug(title)}", None) for number, title in queries.public_ideas()]


def _urls(pages: Iterable[Listed]) -> Response:
    return _xml(render_template("home/sitemap.xml", base_url=settings().base_url, pages=list(pages)))


def _xml(body: str) -> Response:
    return Response(body, mimetype="application/xml")
