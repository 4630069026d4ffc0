"""Novices at practice: who mentors whom, what they handed in, and what the mentors remarked."""

from __future__ import annotations

from typing import Any

from app.board import commands as board
from app.demo.story import Story, content
from app.training import commands as training
from app.training import queries as trained


def tell_practice(story: Story) -> None:
    """Collect the pairs, who read the guidelines, the practice answers and their remarks."""
    told = content("practice")
    for pair in told["pairs"]:
        story.at(pair["day"], _pair, story, pair)
    for reader in told["readers"]:
        story.at(reader["day"], _read, story, reader["who"])
    for item in told["answers"]:
        story.at(item["day"], _practise, story, item)
        if "remark" in item:
            story.at(item["remark"]["day"], _remark, story, item)


def _pair(story: Story, pair: dict[str, Any]) -> None:
    training.pair(story.people[pair["mentor"]], story.people[pair["novice"]], by=story.people[pair["by"]])


def _read(story: Story, handle: str) -> None:
    training.accept_guidelines(trained.version_to_accept(), by=story.people[handle])


def _practise(story: Story, item: dict[str, Any]) -> None:
    by = story.people[item["by"]]
    made = board.practise(story.things[f"question:{item['on']}"], item["body"], by=by)
    board.check_points(made, item["points"], by=by)
    story.things[_key(item)] = made


def _remark(story: Story, item: dict[str, Any]) -> None:
    said = item["remark"]
    board.remark(story.things[_key(item)], said["verdict"], said["body"], by=story.people[said["by"]])


def _key(item: dict[str, Any]) -> str:
    return f"practice:{item['by']}:{item['on']}"
