"""Who is asked to look at what was said; listening is a neighbour, so its events are named as the book names them."""

from __future__ import annotations

from typing import Any

from app.core.events import Entry
from app.notifications.commands import tell
from app.notifications.subscribers.telling import by_nobody, name_of, notifications


@notifications.on("listening.alert_opened")
def alerted(event: Any, entry: Entry) -> None:
    """Whom the rule names; what it is about stands on the alert's page alone."""
    _tell(event.owner_id, "alert_opened", entry, f"alert:{event.alert_id}", f"/listening/alerts/{event.alert_id}")


@notifications.on("listening.alert_escalated")
def passed_on(event: Any, entry: Entry) -> None:
    """Who is asked as nobody answered in time."""
    _tell(event.to_id, "alert_escalated", entry, f"alert:{event.alert_id}", f"/listening/alerts/{event.alert_id}")


@notifications.on("listening.alert_answered_back")
def answered_back(event: Any, entry: Entry) -> None:
    """Whose reply was answered."""
    _tell(event.to_id, "alert_answered_back", entry, f"alert:{event.alert_id}", f"/listening/alerts/{event.alert_id}")


@notifications.on("listening.lead_handed_over")
def handed_over(event: Any, entry: Entry) -> None:
    """Who is to follow a lead up."""
    _tell(event.to_id, "lead_handed_over", entry, f"lead:{event.lead_id}", f"/listening/leads/{event.lead_id}")


def _tell(person_id: int, kind: str, entry: Entry, subject: str, url: str) -> None:
    tell([person_id], kind, by_nobody(entry), subject=subject, url=url, who=name_of(entry.actor_id))
