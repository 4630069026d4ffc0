"""What listening tells of what was said."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("listening.scored", "listening")
class Scored(Event):
    """Something that was said was scored on arrival, or anew as its words changed.

    `subject` is such as "question:12", or "mention:7" for what was said elsewhere, `page` where on this site it stands.
    Whose it is: `person_id` of a member, else `identity`, a kind and a value such as "handle:jo" or
    "email:jo@example.com"; neither where it is nobody's.
    """

    mention_id: int
    subject: str
    page: str
    person_id: int | None
    identity: str
    channel: str
    sentiment: float
    urgency: float
