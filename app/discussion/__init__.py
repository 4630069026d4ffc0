"""Discussion: comments beneath questions, answers and ideas."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Nothing to hang: comments are written through the features they stand beneath."""
