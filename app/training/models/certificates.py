"""Certificates: what somebody may show for a course, until when."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.extensions import Id, Model
from app.training.models.courses import Course

RENEW_WITHIN = timedelta(days=30)
REMIND_AGAIN_WITHIN = timedelta(days=7)


class Certificate(Model):
    """What somebody may show for a course; it clears until it expires, is replaced or is revoked.

    `ended_by_version` is the version of the guidelines that brought its last day forward. Once it was taken back, its
    holder may take the quiz again from `retake_at` on.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        Index("ix_certificate_person_id_course_id", "person_id", "course_id"),
        Index("ix_certificate_lapsed_at_expires_at", "lapsed_at", "expires_at"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("course_attempt.id"))
    source: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
    ended_by_version: Mapped[int | None]
    reminded_count: Mapped[int] = mapped_column(default=0)
    revoked_because: Mapped[str] = mapped_column(Text, default="")
    retake_at: Mapped[datetime | None]
    course: Mapped[Course] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_live(self) -> bool:
        """Whether it still clears."""
        return self.revoked_at is None and self.replaced_at is None and self.expires_at > clock.now()

    @property
    def ends_soon(self) -> bool:
        """Whether it is time to renew it."""
        return self.is_live and self.expires_at - clock.now() < RENEW_WITHIN

    @property
    def holds_back(self) -> bool:
        """Whether it was taken back, and its holder may not take the quiz again yet."""
        return self.retake_at is not None and self.retake_at > clock.now()

    @property
    def number(self) -> str:
        """What it is quoted by."""
        return f"WG-{self.id:06d}"

    @property
    def url(self) -> str:
        """Its page."""
        return f"/learn/certificates/{self.id}"
