"""Deeds on one idea or one challenge take turns, and each begins from what the one before it left."""

from __future__ import annotations

from app.extensions import db
from app.ideas.models import Challenge, Idea


def hold_idea(idea: Idea) -> None:
    """Hold an idea until the transaction ends, and read it as it is now."""
    _hold(idea, share=False)


def hold_challenge(challenge: Challenge, *, share: bool = False) -> None:
    """Hold a challenge likewise; those who only rest on its rubric share it among them."""
    _hold(challenge, share=share)


def _hold(row: Idea | Challenge, *, share: bool) -> None:
    db.session.flush()
    columns = [column.key for column in type(row).__mapper__.column_attrs]
    db.session.refresh(row, columns, with_for_update={"read": share})
