"""Who is told of thanks, badges and rewards; its neighbour's events are named as in the book."""

from __future__ import annotations

from typing import Any

from app.accounts import queries as accounts
from app.core.events import Entry
from app.notifications import queries
from app.notifications.commands import tell
from app.notifications.subscribers.telling import about_question, by_nobody, name_of, notifications

PLACE = "/rewards#orders"


@notifications.on("recognition.answer_thanked")
def thanked(event: Any, entry: Entry) -> None:
    """Whoever answered reads the thanks."""
    about_question(event, entry, "thanked", [event.author_id])


@notifications.on("recognition.badge_earned", "recognition.badge_lost")
def honoured(event: Any, entry: Entry) -> None:
    """Whose badge it is, or was, unless they want to hear of none."""
    if queries.mutes(event.person_id, f"badges:{event.person_id}"):
        return
    what = event.name.removeprefix("recognition.")
    url = f"/badges/of/{event.honour_id}" if what == "badge_earned" else "/badges"
    kind = what if event.title else f"closed_{what}"
    tell([event.person_id], kind, by_nobody(entry), subject=f"badge:{event.honour_id}", url=url, title=event.title)


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
