"""Listening: questions that come from outside the site."""

from __future__ import annotations

from flask import Flask

from app.listening import widget


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    widget.register(app)
