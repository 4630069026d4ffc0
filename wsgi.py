"""The server's way in: `app` serves pages and the API, `sockets` serves live updates."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

gc.disable()  # nothing of what is loaded now is waste: looking through it takes a tenth of the start

from app import create_app  # noqa: E402 - see above
from config import BadSetting  # noqa: E402 - see above

if TYPE_CHECKING:
    from flask import Flask

try:
    app = create_app()
except BadSetting as problem:
    print(f"waggle: {problem}", file=sys.stderr)
    sys.exit(2)

# What was loaded stays: the collector need not walk through it again and again while people wait, and a thread that
# waits for the database gets its turn back sooner than after Python's usual five milliseconds.
# The rest is looked through every 20,000 objects, not every 700: a page makes some thousands and drops them itself.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 10, 10)
gc.enable()
sys.setswitchinterval(0.001)


def sockets() -> Flask:
    """The application of the socket process, which also tails the event book; a gunicorn factory: `wsgi:sockets()`."""
    from app.core import realtime
    from app.extensions import socketio

    socketio.start_background_task(realtime.tail, app)
    return app
