"""Who was asked to review what: some in time, some late."""

from __future__ import annotations

from datetime import timedelta

from app.accounts import commands as accounts
from app.core import clock
from app.demo.story import Story
from app.ideas import commands as ideas
from app.ideas import queries

TEAMS = {"hannah": "Network operations", "sanjay": "Network operations", "grace": "Shops", "omar": "Shops"}
# Challenge, day of asking, days until due.
ROUNDS = (("fewer-trips-to-the-shop", -9.0, 7.0), ("a-bill-anyone-can-read", -1.4, 6.0))
REVIEWERS = 2


def tell_reviews(story: Story) -> None:
    """Collect the teams and the rounds of asking."""
    for handle, team in TEAMS.items():
        story.at(-80.0, _join_team, story, handle, team)
    for slug, day, days in ROUNDS:
        story.at(day, _ask, story, slug, days)


def _join_team(story: Story, handle: str, team: str) -> None:
    accounts.set_team(story.people[handle], team, by=None)


def _ask(story: Story, slug: str, days: float) -> None:
    """Ask two experts for each idea under review, by turns."""
    challenge = story.things[f"challenge:{slug}"]
    wanted: dict[int, list[int]] = {}
    for place, (idea, offered) in enumerate(queries.choices(queries.to_assign(challenge).items).items()):
        free = [one.person.id for one in offered if not one.excluded]
        if free:
            wanted[idea] = [free[(place + step) % len(free)] for step in range(REVIEWERS)]
    team = next(person for person in story.people.values() if "innovation" in person.roles)
    if wanted:
        ideas.assign_reviews(challenge, wanted, due_at=clock.now() + timedelta(days=days), by=team)
