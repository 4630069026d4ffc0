"""The server's way in: `app` serves pages and the API, `sockets` serves live updates."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

gc.disable()  # nothing of what is loaded now is waste: looking through it takes a tenth of the start

from app import create_app  # noqa: E402 - see above
from app.core import interpreter  # noqa: E402
from config import BadSetting  # noqa: E402 - see above

if TYPE_CHECKING:
    from flask import Flask

try:
    app = create_app()
except BadSetting as problem:
    print(f"waggle: {problem}", file=sys.stderr)
    sys.exit(2)

interpreter.settle()


def sockets() -> Flask:
    """The application of the socket process, which also tails the event book; a gunicorn factory: `wsgi:sockets()`."""
    from app.core import realtime
    from app.extensions import socketio

    socketio.start_background_task(realtime.tail, app)
    return app
