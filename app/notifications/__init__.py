"""Notifications: who is told what, on the page and by mail."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Hang the feature on the application."""
