"""Colleagues learn to mentor: their attempts, what they wrote, and how a mentor judged it."""

from __future__ import annotations

from random import Random

from app.demo.story import Story, content
from app.training import commands as training
from app.training import queries as trained
from app.training.models import Attempt, QuizItem

COURSE = "mentoring-novices"
FIRST_DAY, EVERY = -28.0, 0.9
# The first question that is not written or ordered has a key that those who know the rest disagree with.
DISPUTED = "A customer waits"
WRITTEN = "I would not promise a time. Say what should happen and what they can do if it does not."
GOOD = "Just the remark I would want to read."
WEAK = "Say what to write instead of the promise."


def tell_learning(story: Story, seed: int) -> None:
    """One attempt a day; the last written answers still wait for a judge."""
    chance = Random(seed)  # noqa: S311 - the same seed makes the same attempts
    people = [p for p in content("people") if p["kind"] == "employee" and p.get("certified_day") is not None]
    learners = [p["handle"] for p in people if p["certified_day"] < FIRST_DAY and "steward" not in p["roles"]]
    for number, handle in enumerate(learners):
        story.at(FIRST_DAY + number * EVERY, _take, story, handle, chance, number >= len(learners) - 3)


def _take(story: Story, handle: str, chance: Random, last: bool) -> None:
    course = trained.course_by_slug(COURSE)
    assert course is not None  # noqa: S101 - the company teaches it before
    person, skill = story.people[handle], chance.uniform(0.45, 1.0)
    attempt = training.start_attempt(course, by=person, chance=chance)
    items = trained.items_of(attempt)
    given = {item.id: _answer(attempt, item, skill, chance) for item in items}
    training.submit_attempt(attempt, given, by=person)
    written = [item.id for item in items if item.kind == "text"]
    if written and not last:
        judge = next(p for p in story.people.values() if p.has_role("mentor") and p.id != person.id)
        right = chance.random() < skill
        training.judge_attempt(attempt, dict.fromkeys(written, (right, GOOD if right else WEAK)), by=judge)


def _answer(attempt: Attempt, item: QuizItem, skill: float, chance: Random) -> list[int] | str:
    if item.kind == "text":
        return WRITTEN
    right = [attempt.orders[item.id].index(original) for original in item.right]
    knows = chance.random() < (1.1 - skill if item.prompt.startswith(DISPUTED) else skill)
    if knows:
        return right
    return right[::-1] if item.kind == "order" else [p for p in range(len(item.choices)) if p not in right][:1]
