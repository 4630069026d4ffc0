"""Waggle: an idea exchange and response board for one company, its customers and employees."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from app import core
from app.core import frame
from app.core.database import engine_options
from config import Settings, load

FEATURES = (
    "accounts",
    "spaces",
    "training",
    "topics",
    "screening",
    "voting",
    "discussion",
    "files",
    "ideas",
    "board",
    "panels",
    "moderation",
    "crm",
    "notifications",
    "recognition",
    "search",
    "listening",
    "insights",
    "home",
    "demo",
)


class RowId(IntegerConverter):
    """An id in an address, small enough for every database."""

    def __init__(self, url_map: object) -> None:
        super().__init__(url_map, max=2**63 - 1)  # type: ignore[arg-type]


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application from settings (by default the environment's); raises BadSetting."""
    settings = settings or load()
    app = Flask(__name__, template_folder="../templates", static_folder=None)
    app.url_map.converters["id"] = RowId
    app.extensions["settings"] = settings
    app.config.update(_flask_config(settings))
    if settings.proxy_hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxy_hops, x_proto=1, x_host=1)  # type: ignore[method-assign]
    frame.install_extensions(app)
    for feature in FEATURES:
        import_module(f"app.{feature}").register(app)
        if find_spec(f"app.{feature}.personal"):
            import_module(f"app.{feature}.personal")
    frame.install_last(app)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_keys[0],
        "SECRET_KEY_FALLBACKS": list(settings.secret_keys[1:]),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings),
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,  # a file that was looked at comes back as a field
        "SESSION_COOKIE_NAME": "__Host-waggle" if settings.is_https else "waggle",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": 30 * 24 * 3600,
        "TESTING": settings.testing,
        "DEBUG": settings.debug,
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
        "COMPRESS_ALGORITHM": ["zstd", "br", "gzip"],
        "COMPRESS_BR_LEVEL": 4,
        "BABEL_DEFAULT_LOCALE": "en_GB",
        "TEMPLATES_AUTO_RELOAD": settings.debug,
    }


__all__ = ["FEATURES", "core", "create_app"]
