"""Files that people sent in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model

LONGEST_NAME = 100
LONGEST_ALT = 200


class StoredFile(Model):
    """A file and the thing it hangs on, such as `question:12`; none yet while its text is being written.

    Its bytes lie in the data folder under `token`, a name that cannot be guessed. `size` counts all that is stored for
    it. A removed one keeps its row for a day, so that taking files away makes no room for endless uploads.
    """

    __tablename__ = "stored_file"
    __table_args__ = (Index("ix_stored_file_owner_id_uploaded_at", "owner_id", "uploaded_at"),)

    id: Mapped[Id]
    token: Mapped[str] = mapped_column(String(32), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject: Mapped[str | None] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    media: Mapped[str] = mapped_column(String(40))
    alt: Mapped[str] = mapped_column(String(LONGEST_ALT), default="")
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    uploaded_at: Mapped[datetime] = mapped_column(index=True)
    removed_at: Mapped[datetime | None]
    owner: Mapped[Person] = relationship(lazy="select")

    @property
    def is_image(self) -> bool:
        """Whether it is shown as a picture."""
        return self.width is not None

    @property
    def url(self) -> str:
        """Where it is served."""
        return f"/files/{self.token}"

    @property
    def thumb_url(self) -> str:
        """Where a picture's small copy is served."""
        return f"/files/{self.token}/thumb"
