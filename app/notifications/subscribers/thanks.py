"""Who is told of thanks and rewards; recognition is a neighbour, so its events are named as the book names them."""

from __future__ import annotations

from typing import Any

from app.accounts import queries as accounts
from app.core.events import Entry
from app.notifications.commands import tell
from app.notifications.subscribers.telling import about_question, by_nobody, name_of, notifications

PLACE = "/rewards#orders"


@notifications.on("recognition.answer_thanked")
def thanked(event: Any, entry: Entry) -> None:
    """Whoever answered reads the thanks."""
    about_question(event, entry, "thanked", [event.author_id])


@notifications.on("recognition.reward_ordered")
def ordered(event: Any, entry: Entry) -> None:
    """Those who hand out hear that somebody waits."""
    stewards = [person.id for person in accounts.with_role("steward")]
    subject = f"reward:{event.reward_id}"
    tell(stewards, "reward_ordered", entry, subject=subject, url="/rewards/manage", who=name_of(event.person_id))


@notifications.on("recognition.reward_decided")
def decided(event: Any, entry: Entry) -> None:
    """Whoever waits hears how it ended; what they called off themselves is no news."""
    if event.state in {"handed_out", "refused"}:
        kind = f"reward_{event.state}"
        tell([event.person_id], kind, by_nobody(entry), subject=f"reward:{event.reward_id}", url=PLACE)
