"""What a challenge's team has judged: a gate, ideas put head to head, and votes that look arranged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from app.core import clock
from app.demo.story import Story
from app.ideas import commands as ideas
from app.ideas.models import Idea, Round
from app.voting import commands as voting
from app.voting import queries as voted
from app.voting.models import VoteFinding

SHOP = "fewer-trips-to-the-shop"
GATE = (
    {"key": "votes", "type": "votes", "least": 10},
    {"key": "asked", "type": "free", "text": "The shops that would run it have said yes"},
    {"key": "owner", "type": "owner"},
)
# Whose votes came from one browser each; a steward's own look at the till explains one, and one waits for a decision.
TOGETHER = {
    "lunch-hours": ("rosalind", "declan", "stuart"), "ask-before-trip": ("yusuf", "sunita", "dev"),
    "translated-signs": ("margaret", "george", "shanice"),
}  # fmt: skip
ASIDE = "Three votes within two minutes from one browser: somebody cast them at the till for others."
ANSWER = "I stood at the till and pressed it myself. Ask the shop in Queen Street."
COMPARED = 5
JUDGES = (
    "ben", "priya", "mei", "wendy", "tariq", "hannah", "omar", "george", "lukas", "sanjay", "margaret", "beth",
)  # fmt: skip


@dataclass(frozen=True)
class Duel:
    """A round of ideas head to head, the ones that people would rather have first."""

    challenge: str
    title: str
    day: float
    days: float
    ideas: tuple[str, ...]


DUELS = (
    Duel("waiting-for-the-engineer", "Which would you rather have?", -50.0, 6.0,
         ("engineer-name", "weekend-duct", "rate-visit", "night-visits")),
    Duel(SHOP, "What would have spared you the trip?", -6.0, 12.0,
         ("spare-hub", "parcel-locker", "video-first", "sim-spare", "queue-from-home", "village-van")),
)  # fmt: skip


def tell_judged(story: Story) -> None:
    """Collect the gate, the rounds, and what the watch over votes finds."""
    story.at(-11.0, _set_gate, story)
    story.at(-10.3, _tick, story)
    for duel in DUELS:
        story.at(duel.day, _open, story, duel)
        for place, handle in enumerate(JUDGES):
            story.at(duel.day + 0.4 * (place + 1), _judge, story, duel, place, handle)
    for key, handles in TOGETHER.items():
        for handle in handles:
            story.at(-0.9, _trace, story, key, handle)
    story.at(-0.8, _watch, story)
    story.at(-0.6, _decide, story)


def _set_gate(story: Story) -> None:
    ideas.set_gate(story.things[f"challenge:{SHOP}"], "approved", GATE, by=story.people["ingrid"])


def _tick(story: Story) -> None:
    ideas.tick(story.things["idea:shop-quiet-hour"], "asked", "Twelve of twelve.", by=story.people["ingrid"])


def _open(story: Story, duel: Duel) -> None:
    story.things[f"round:{duel.challenge}"] = ideas.open_round(
        story.things[f"challenge:{duel.challenge}"], kind="pairs", title=duel.title,
        idea_ids=[story.things[f"idea:{key}"].id for key in duel.ideas],
        closes_at=clock.now() + timedelta(days=duel.days), by=story.people["ingrid"],
    )  # fmt: skip


def _judge(story: Story, duel: Duel, place: int, handle: str) -> None:
    """A few pairs each, of ideas that are not their own; one answer in four goes against what most say."""
    person, made = story.people[handle], story.things[f"round:{duel.challenge}"]
    assert isinstance(made, Round)  # noqa: S101 - opened above
    if made.is_over:
        return
    pairs = list(combinations([story.things[f"idea:{key}"] for key in duel.ideas], 2))
    for step in range(min(COMPARED, len(pairs))):
        better, worse = pairs[(place * 4 + step * 7) % len(pairs)]
        if person.id not in {better.author_id, worse.author_id}:
            winner = worse if (place + step) % 4 == 0 else better
            ideas.compare(made, better.id, worse.id, winner.id, by=person)


def _trace(story: Story, key: str, handle: str) -> None:
    found = voting.Trace(journey=f"browser of {key}")
    voting.trace("idea", _idea(story, key).id, 1, found, person_id=story.people[handle].id)


def _watch(story: Story) -> None:
    ideas.watch(story.things[f"challenge:{SHOP}"])


def _decide(story: Story) -> None:
    ideas.dismiss_finding(_finding(story, "lunch-hours"), by=story.people["ingrid"])
    aside = _finding(story, "ask-before-trip")
    ideas.set_votes_aside(aside, ASIDE, by=story.people["pavel"])
    ideas.answer_finding(aside, ANSWER, by=story.people["yusuf"])


def _finding(story: Story, key: str) -> VoteFinding:
    people = {story.people[handle].id for handle in TOGETHER[key]}
    return next(each for each in voted.findings(limit=30).items if set(each.people) == people)


def _idea(story: Story, key: str) -> Idea:
    made: Idea = story.things[f"idea:{key}"]
    return made
