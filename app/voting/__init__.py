"""Voting: one person, one vote on a thing; the thing keeps the count."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Nothing to hang: votes are cast through the features whose things are voted on."""
