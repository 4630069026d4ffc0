"""The server's way in: `app` serves pages and the API, `sockets` serves live updates."""

from __future__ import annotations

import gc
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

# What was loaded stays: the collector need not walk through it again and again while people wait, and a thread that
# waits for the database gets its turn back sooner than after Python's usual five milliseconds.
gc.collect()
gc.freeze()
sys.setswitchinterval(0.001)


def sockets() -> Flask:
    """The application of the socket process, which also tails the event book; a gunicorn factory: `wsgi:sockets()`."""
    from app.core import realtime
    from app.extensions import socketio

    socketio.start_background_task(realtime.tail, app)
    return app
