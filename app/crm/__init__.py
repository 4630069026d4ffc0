"""The CRM feed: contacts, identities, the interaction log, connectors."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Hang the feature on the application."""
