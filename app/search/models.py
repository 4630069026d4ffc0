"""What the index has yet to take in."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model


class Stale(Model):
    """A document, such as "question:42", whose place in the index is out of date since an event."""

    __tablename__ = "stale_document"
    __table_args__ = (Index("ix_stale_document_entry_id_key", "entry_id", "key"),)

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    entry_id: Mapped[int] = mapped_column(BigInteger)
