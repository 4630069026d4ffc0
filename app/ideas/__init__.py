"""The idea exchange: challenges, ideas, votes, reviews, stages, ledger."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Hang the feature on the application."""
