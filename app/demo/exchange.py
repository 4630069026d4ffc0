"""Challenges, ideas, and what became of them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from app.demo.story import Story, content
from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.ideas.plans import Stretch

CURRENCY = "GBP"


def tell_exchange(story: Story) -> None:
    """Collect every challenge's and idea's deeds."""
    for challenge in content("challenges"):
        written = min(challenge["opens_day"], -0.5)
        story.at(written, _open, story, challenge)
    for item in content("ideas"):
        story.at(item["day"], _submit, story, item)
        _tell_votes(story, item)
        for step, comment in enumerate(item.get("comments", ())):
            story.at(comment["day"], _comment, story, item, step, comment)
        for review in item.get("reviews", ()):
            story.at(review["day"], _review, story, item, review)
        for move in item.get("moves", ()):
            story.at(move["day"], _move, story, item, move)
        for line in item.get("ledger", ()):
            story.at(line["day"], _enter, story, item, line)


def refit_all(story: Story) -> None:
    """Fit each challenge's prior, as the nightly job does."""
    for key, challenge in story.things.items():
        if key.startswith("challenge:"):
            ideas.refit(challenge)


def _open(story: Story, challenge: dict[str, Any]) -> None:
    space = "staff" if challenge["audience"] == "internal" else challenge.get("space", "ideas")
    writer = next(person for person in story.people.values() if "innovation" in person.roles)
    words = {name: challenge.get(name, "") for name in ("sponsor", "goal", "rules", "reward")}
    story.things[f"challenge:{challenge['slug']}"] = ideas.open_challenge(
        story.things[f"space:{space}"], slug=challenge["slug"], title=challenge["title"], brief=challenge["brief"],
        opens_at=story.moment(challenge["opens_day"]), closes_at=story.moment(challenge["closes_day"]),
        audience=challenge["audience"], blind=challenge["blind"], rubric=challenge["rubric"], by=writer,
        phases=[_phase(story, phase) for phase in challenge.get("phases", ())], idea_cap=challenge.get("idea_cap"),
        vote_cap=challenge.get("vote_cap"), form=challenge.get("form"), **words,
    )  # fmt: skip


def _phase(story: Story, phase: dict[str, Any]) -> Stretch:
    starts_at, ends_at = story.moment(phase["start_day"]), story.moment(phase["end_day"])
    return Stretch(phase["name"], starts_at, ends_at, tuple(phase["deeds"]))


def _submit(story: Story, item: dict[str, Any]) -> None:
    challenge = story.things[f"challenge:{item['challenge']}"]
    story.things[f"idea:{item['key']}"] = ideas.submit(
        challenge, title=item["title"], body=item["body"], fields=item.get("fields"), by=story.people[item["by"]]
    )


def _idea(story: Story, item: dict[str, Any]) -> Idea:
    made: Idea = story.things[f"idea:{item['key']}"]
    return made


def _tell_votes(story: Story, item: dict[str, Any]) -> None:
    """Votes come in over the days until the challenge closes; twice as many people saw the idea."""
    closes = next(c["closes_day"] for c in content("challenges") if c["slug"] == item["challenge"])
    room = min(-0.01, closes) - item["day"]
    voters = item["votes"]
    for step, handle in enumerate(voters):
        day = item["day"] + room * (step + 1) / (len(voters) + 2)
        story.at(day, _vote, story, item, handle)
    for step in range(len(voters) + 6):
        day = item["day"] + room * (step + 1) / (len(voters) + 8)
        story.at(day, _expose, story, item)


def _vote(story: Story, item: dict[str, Any], handle: str) -> None:
    ideas.vote(_idea(story, item), 1, by=story.people[handle])


def _expose(story: Story, item: dict[str, Any]) -> None:
    ideas.expose([_idea(story, item).id])


def _comment(story: Story, item: dict[str, Any], step: int, comment: dict[str, Any]) -> None:
    parent = comment.get("reply_to")
    above = story.things.get(f"comment:{item['key']}:{parent}") if parent is not None else None
    story.things[f"comment:{item['key']}:{step}"] = ideas.comment(
        _idea(story, item), comment["body"], by=story.people[comment["by"]], reply_to_id=above.id if above else None
    )


def _review(story: Story, item: dict[str, Any], review: dict[str, Any]) -> None:
    ideas.file_review(
        _idea(story, item), scores=review.get("scores") or {}, reasons=review.get("reasons") or {},
        conflict=review.get("conflict"), by=story.people[review["by"]],
    )  # fmt: skip


def _move(story: Story, item: dict[str, Any], move: dict[str, Any]) -> None:
    ideas.move(
        _idea(story, item), move["stage"], move["reason"], waivers=move.get("waivers"), by=story.people[move["by"]]
    )


def _enter(story: Story, item: dict[str, Any], line: dict[str, Any]) -> None:
    ideas.record_outcome(
        _idea(story, item), kind=line["kind"], basis=line["basis"], amount=Decimal(str(line["amount"])),
        currency=CURRENCY, date=(story.now + timedelta(days=line["day"])).date(), evidence=line["evidence"],
        by=story.people[line["by"]], low=_end(line, "low"), high=_end(line, "high"),
    )  # fmt: skip


def _end(line: dict[str, Any], name: str) -> Decimal | None:
    """An end of what a forecast lies between, where its writer said so."""
    return Decimal(str(line[name])) if name in line else None
