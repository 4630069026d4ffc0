"""Deeds on one row take turns, and each begins from what the one before it left."""

from __future__ import annotations

from app.extensions import db
from app.panels.models import Member, Panel, Sheet, Study


def hold(row: Panel | Member | Study | Sheet) -> None:
    """Hold a row until the transaction ends, and read it as it is now."""
    db.session.flush()
    columns = [column.key for column in type(row).__mapper__.column_attrs]
    db.session.refresh(row, columns, with_for_update=True)
