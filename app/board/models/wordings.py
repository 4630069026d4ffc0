"""The words that questions and answers had before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model


class Wording(Model):
    """Words that stood from `written_at` until somebody replaced them; `kind` is question or answer.

    Words that somebody other than their author replaced, as a moderator does, or that nobody might read when they were
    replaced, are `is_closed`: not for everybody, and neither is what stood before them, which may say the same.
    """

    __tablename__ = "wording"
    __table_args__ = (Index("ix_wording_kind_subject_id_id", "kind", "subject_id", "id"),)

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[int] = mapped_column(BigInteger)
    title: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    replaced_at: Mapped[datetime]
    replaced_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_closed: Mapped[bool] = mapped_column(default=False)
    replaced_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
