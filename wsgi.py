"""The server's way in: `app` serves pages and the API, `sockets` serves live updates."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app import create_app
from config import BadSetting

if TYPE_CHECKING:
    from flask import Flask

try:
    app = create_app()
except BadSetting as problem:
    print(f"waggle: {problem}", file=sys.stderr)
    sys.exit(2)


def sockets() -> Flask:
    """The application of the socket process, which also tails the event book; a gunicorn factory: `wsgi:sockets()`."""
    from app.core import realtime
    from app.extensions import socketio

    socketio.start_background_task(realtime.tail, app)
    return app
