"""What was made of the ideas that were approved: owners, pilots, launches, and who attested what they brought."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.demo.exchange import CURRENCY
from app.demo.story import Story, content
from app.ideas import commands as ideas
from app.ideas import queries
from app.ideas.models import Idea, Project


def tell_projects(story: Story) -> None:
    """Collect every project's deeds."""
    for item in content("projects"):
        story.at(item["day"], _make, story, item)
        if item["agreed_day"] is not None:
            story.at(item["agreed_day"], _agree, story, item)
        story.at(item["pilot"]["day"], _pilot, story, item)
        if item["result"]:
            story.at(item["result"]["day"], _result, story, item)
        if item["launch"]:
            story.at(item["launch"]["day"], _launch, story, item)
        for step, each in enumerate(item["milestones"]):
            _tell_milestone(story, item, step, each)
        for line in item["lines"]:
            story.at(line["day"], _enter, story, item, line)
        for word in item["attested"]:
            story.at(word["day"], _attest, story, item, word)


def _make(story: Story, item: dict[str, Any]) -> None:
    story.things[_key(item)] = ideas.make_project(
        _idea(story, item), name=item["name"], owner=story.people[item["owner"]], team=item["team"],
        by=story.people[item["by"]],
    )  # fmt: skip


def _agree(story: Story, item: dict[str, Any]) -> None:
    ideas.agree_to_own(_project(story, item), by=story.people[item["owner"]])


def _pilot(story: Story, item: dict[str, Any]) -> None:
    plan = item["pilot"]
    ideas.plan_pilot(
        _project(story, item), where=plan["where"], start=_day(story, plan["from"]), end=_day(story, plan["to"]),
        success=plan["success"], metric=plan["metric"], baseline=Decimal(plan["baseline"]),
        target=Decimal(plan["target"]), by=story.people[item["owner"]],
    )  # fmt: skip


def _result(story: Story, item: dict[str, Any]) -> None:
    said, owner = item["result"], story.people[item["owner"]]
    ideas.end_pilot(_project(story, item), result=said["words"], reached=Decimal(said["reached"]), by=owner)


def _launch(story: Story, item: dict[str, Any]) -> None:
    ideas.set_launch(_project(story, item), _day(story, item["launch"]["on"]), by=story.people[item["owner"]])


def _tell_milestone(story: Story, item: dict[str, Any], step: int, each: dict[str, Any]) -> None:
    key = f"milestone:{item['idea']}:{step}"

    def add() -> None:
        owner = story.people[item["owner"]]
        due = _day(story, each["due"])
        story.things[key] = ideas.add_milestone(_project(story, item), title=each["title"], due_on=due, by=owner)

    def reach() -> None:
        owner = story.people[item["owner"]]
        ideas.reach_milestone(_project(story, item), story.things[key], reached=True, by=owner)

    story.at(each["day"], add)
    if "done_day" in each:
        story.at(each["done_day"], reach)


def _enter(story: Story, item: dict[str, Any], line: dict[str, Any]) -> None:
    start = _day(story, line["day"])
    end = date(start.year + line["months"] // 12, start.month, min(start.day, 28)) - timedelta(days=1)
    ideas.record_outcome(
        _idea(story, item), kind=line["kind"], basis=line["basis"], category=line["category"], until=end,
        amount=Decimal(line["amount"]), currency=CURRENCY, date=start, evidence=line["evidence"],
        by=story.people[line["by"]],
    )  # fmt: skip


def _attest(story: Story, item: dict[str, Any], word: dict[str, Any]) -> None:
    """The analyst says of the first realised line of a kind that it is true."""
    lines = queries.ledger(_idea(story, item))
    realised = [line for line in lines if line.basis == "realised" and line.kind == word["kind"]]
    ideas.attest(realised[0], by=story.people[word["by"]])


def _day(story: Story, day: float) -> date:
    return story.moment(day).date()


def _key(item: dict[str, Any]) -> str:
    return f"project:{item['idea']}"


def _idea(story: Story, item: dict[str, Any]) -> Idea:
    made: Idea = story.things[f"idea:{item['idea']}"]
    return made


def _project(story: Story, item: dict[str, Any]) -> Project:
    made: Project = story.things[_key(item)]
    return made
