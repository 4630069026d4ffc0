"""What an operator is told about this installation."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from urllib.parse import urlsplit

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import inspect, text

from app.core.database import sqlite_is_safe
from app.core.settings import settings
from app.extensions import db


@dataclass(frozen=True)
class Finding:
    """One thing that is right or wrong."""

    name: str
    ok: bool
    says: str


def examine() -> list[Finding]:
    """Everything worth knowing, in order."""
    return [
        Finding("python", True, platform.python_version()),
        _database(),
        _schema(),
        Finding("search", True, settings().search),
        Finding("redis", True, "set" if settings().redis_url else "none: one machine"),
        Finding("mail", True, settings().mail_url.split("://")[0] + "://…"),
        Finding("training records", True, _without_secret(settings().lrs_url) or "kept here only"),
        Finding("single sign-on", True, ", ".join(each.name for each in settings().sign_on) or "none"),
        Finding("address", True, settings().base_url),
        Finding(
            "cookies", True, "locked to https" if settings().is_https else "http: for trying out on this machine only"
        ),
        Finding("debug", not settings().debug, "on: never on a real site" if settings().debug else "off"),
    ]


def _without_secret(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}" if url else ""


def _database() -> Finding:
    if settings().on_sqlite:
        version = db.session.execute(text("SELECT sqlite_version()")).scalar()
        mode, level = (db.session.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous"))
        says = f"SQLite {version}, journal {mode}, synchronous {level}"
        return Finding("database", sqlite_is_safe() and mode == "wal" and level == 2, says)
    return Finding("database", True, str(db.session.execute(text("SELECT version()")).scalar())[:60])


def _schema() -> Finding:
    heads = set(ScriptDirectory(current_app.extensions["migrate"].directory).get_heads())
    if not inspect(db.session.connection()).has_table("alembic_version"):
        return Finding("schema", False, "missing: run `flask db upgrade`")
    current = {row[0] for row in db.session.execute(text("SELECT version_num FROM alembic_version"))}
    return Finding("schema", current == heads, "current" if current == heads else "behind: run `flask db upgrade`")
