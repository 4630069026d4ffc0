"""Puts the core onto an application, in the order that matters."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, g, jsonify, make_response, render_template, request, url_for
from flask_babel import get_locale
from flask_login import current_user

from app.core import (
    access,
    audit,
    cli,
    clock,
    copies,
    embedding,
    errors,
    health,
    numerals,
    preview,
    rail,
    realtime,
    returning,
    security,
    statics,
    text,
    transaction,
    unsubscribing,
)
from app.core.api import areas, blueprint, describe, schemas_of
from app.core.database import prepare
from app.core.imports import importing
from app.core.settings import settings
from app.extensions import babel, compress, db, login_manager, migrate

DIST = Path(__file__).resolve().parents[2] / "static" / "dist"


def install_extensions(app: Flask) -> None:
    """First: what every feature relies on when it registers."""
    settings_dir = app.extensions["settings"].data_dir
    settings_dir.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    migrate.init_app(app, db, directory=str(Path(app.root_path).parent / "migrations"))
    login_manager.init_app(app)
    babel.init_app(app)
    compress.init_app(app)
    transaction.install_begin(app)
    audit.install()
    embedding.install_first(app)
    security.install(app)
    embedding.install_last(app)
    errors.install(app)
    cli.install(app)
    app.cli.add_command(importing)
    health.install(app)
    preview.install(app)
    statics.install(app)
    _install_templates(app)
    assert copies  # noqa: S101 - imported for what it declares


def install_last(app: Flask) -> None:
    """Last: what needs every feature to be there."""
    _add_api_pages(app)
    app.register_blueprint(blueprint)
    app.register_blueprint(unsubscribing.blueprint)
    transaction.install_end(app)
    access.install(app)
    realtime.install(app)


def _install_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset, csp_nonce=security.nonce, now=clock.now, slug=text.slug, excerpt=text.excerpt,
        with_way_back=returning.with_way_back, keep_way_back=returning.keep_way_back,
        visit=embedding.visit, visit_word=embedding.word,
    )  # fmt: skip
    app.jinja_env.filters["numeral"] = numerals.numeral
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    """What base.html draws around every page."""
    person = current_user if current_user.is_authenticated else None
    locale = str(get_locale() or "en")
    return {
        "me": person,
        "site": {"name": settings().site_name, "url": settings().base_url},
        "rail": rail.sections(person),
        "socket_url": settings().socket_url,
        "theme": request.cookies.get("theme", "") if request.cookies.get("theme") in {"light", "dark"} else "",
        "page_lang": locale.replace("_", "-"),
        "page_dir": "rtl" if numerals.reads_right_to_left() else "ltr",
    }


def asset(name: str) -> str:
    """The address of a built file, by its content's hash; a page names the file of its icons a hundred times."""
    known: dict[str, str] = g.setdefault("assets", {})
    if name not in known:
        known[name] = url_for("static", filename=f"dist/{built_name(name)}")
    return known[name]


def built_name(name: str) -> str:
    """The name of a built file, with its content's hash; the plain name where it has not been built."""
    return _manifest().get(name, name)


def _manifest() -> dict[str, str]:
    path = DIST / "manifest.json"
    return _read_manifest(path.stat().st_mtime_ns) if path.exists() else {}


@cache
def _read_manifest(_changed: int) -> dict[str, str]:
    return dict(json.loads((DIST / "manifest.json").read_text()))


def _description() -> dict[str, Any]:
    return _described(settings().site_name, settings().base_url)


@cache
def _described(title: str, server: str) -> dict[str, Any]:
    """Once: what operations there are does not change while the product runs."""
    return describe(title, server)


def _add_api_pages(app: Flask) -> None:
    @app.get("/api/v1/openapi.json")
    @access.doorless
    def openapi() -> Response:
        """The API's description."""
        return jsonify(_description())

    @app.get("/api/docs")
    @access.doorless
    def api_docs() -> Response:
        """The API's description, readable: every operation in a line."""
        document = _description()
        return make_response(render_template("api/docs.html", document=document, areas=areas(document)))

    @app.get("/api/docs/<area>")
    @access.doorless
    def api_area(area: str) -> Response:
        """The operations of one area, with what is sent and answered."""
        document = _description()
        told = areas(document).get(area) or abort(404)
        schemas = schemas_of(document, told)
        return make_response(render_template("api/area.html", area=area, told=told, schemas=schemas))
