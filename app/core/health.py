"""Whether the process lives, whether it is ready, and its figures for a scraper on this machine."""

from __future__ import annotations

from flask import Flask, Response, abort, jsonify, request
from sqlalchemy import func, select, text

from app.core import dispatch, subscriptions
from app.core.access import doorless
from app.extensions import db


def install(app: Flask) -> None:
    """Add /livez, /readyz and /metrics."""
    app.add_url_rule("/livez", "livez", livez)
    app.add_url_rule("/readyz", "readyz", readyz)
    app.add_url_rule("/metrics", "metrics", metrics)


@doorless
def livez() -> Response:
    """Alive: the process answers."""
    return jsonify(status="ok")


@doorless
def readyz() -> tuple[Response, int]:
    """Ready: the database answers and its schema is there."""
    db.session.execute(select(func.count()).select_from(text("cursor"))).scalar()
    return jsonify(status="ok"), 200


@doorless
def metrics() -> Response:
    """Figures for Prometheus; told only to this machine, since counts can say more than they seem to."""
    if request.remote_addr not in {"127.0.0.1", "::1"} or request.headers.get("X-Forwarded-For"):
        abort(404)
    lines = [f'waggle_dispatch{{state="{state}"}} {count}' for state, count in sorted(dispatch.depth().items())]
    for row in subscriptions.status():
        lines += [
            f'waggle_lag{{subscriber="{row.name}"}} {row.lag}',
            f'waggle_parked{{subscriber="{row.name}"}} {row.parked}',
        ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
