"""Built files: already compressed, and kept by browsers for ever, since their names carry their content's hash."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from flask import Flask, Response, request, send_from_directory

from app.core.access import doorless

ROOT = Path(__file__).resolve().parents[2] / "static"
BUILT = "dist/"
YEAR = 31_536_000
HOUR = 3600
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


def install(app: Flask) -> None:
    """Add /static/ under the endpoint that `url_for('static', ...)` names."""
    app.add_url_rule("/static/<path:filename>", "static", static)


@doorless
def static(filename: str) -> Response:
    """One file, in the best encoding that was built and is accepted."""
    encoding, suffix = _encoding(filename)
    response = send_from_directory(
        ROOT,
        filename + suffix,
        mimetype=mimetypes.guess_type(filename)[0],
        max_age=YEAR if _is_hashed(filename) else HOUR,
    )
    if _is_hashed(filename):
        response.cache_control.immutable = True
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    return response


def _encoding(filename: str) -> tuple[str, str]:
    if filename.startswith(BUILT) and ".." not in filename:
        for encoding, suffix in ENCODINGS:
            if request.accept_encodings[encoding] > 0 and (ROOT / (filename + suffix)).is_file():
                return encoding, suffix
    return "", ""


def _is_hashed(filename: str) -> bool:
    return filename.startswith(BUILT) and filename != f"{BUILT}manifest.json"
