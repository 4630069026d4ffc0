"""What happens in the insights."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("insights.resolution_recorded", "{subject}")
class ResolutionRecorded(Event):
    """Somebody said that what they read solved it."""

    resolution_id: int
    subject: str
    person_id: int | None


@happening("insights.contact_filed")
class ContactFiled(Event):
    """Somebody wrote to support on the contact page."""

    filing_id: int
