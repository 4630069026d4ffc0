"""Who was asked to review what: some did in time, one late; some have time left, and one has none."""

from __future__ import annotations

from datetime import timedelta

from app.accounts import commands as accounts
from app.core import clock
from app.demo.story import Story
from app.ideas import commands as ideas

TEAMS = {"hannah": "Network operations", "sanjay": "Network operations", "grace": "Shops", "omar": "Shops"}
SHOP, BILL = "fewer-trips-to-the-shop", "a-bill-anyone-can-read"
# Challenge, day of asking, days until due, who is asked by idea. What they filed stands with the ideas.
ROUNDS = (
    (SHOP, -9.0, 7.0, {"spare-hub": ("lea",), "parcel-locker": ("omar",), "video-first": ("sanjay",),
                       "sim-spare": ("hannah", "grace")}),
    (SHOP, -4.0, 5.5, {"parcel-locker": ("hannah", "lea"), "video-first": ("omar", "samir")}),
    (SHOP, -1.4, 9.0, {"sim-spare": ("sanjay", "lea"), "video-first": ("lea",)}),
    (BILL, -1.4, 22.0, {"plain-first-bill": ("hannah", "grace"), "maritime-on": ("lea", "grace")}),
)  # fmt: skip


def tell_reviews(story: Story) -> None:
    """Collect the teams and the rounds of asking."""
    for handle, team in TEAMS.items():
        story.at(-80.0, _join_team, story, handle, team)
    for slug, day, days, asked in ROUNDS:
        story.at(day, _ask, story, slug, days, asked)


def _join_team(story: Story, handle: str, team: str) -> None:
    accounts.set_team(story.people[handle], team, by=None)


def _ask(story: Story, slug: str, days: float, asked: dict[str, tuple[str, ...]]) -> None:
    wanted = {story.things[f"idea:{key}"].id: [story.people[who].id for who in some] for key, some in asked.items()}
    team = next(person for person in story.people.values() if "innovation" in person.roles)
    ideas.assign_reviews(
        story.things[f"challenge:{slug}"], wanted, due_at=clock.now() + timedelta(days=days), by=team
    )  # fmt: skip
