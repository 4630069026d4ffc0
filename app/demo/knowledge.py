"""What those who know a topic did with its questions: canonical answers, and duplicates that were merged."""

from __future__ import annotations

from typing import Any

from app.board import commands as board
from app.demo.story import Story, content
from app.topics import queries as topics


def tell_knowledge(story: Story) -> None:
    """Collect what was chosen and merged."""
    told = content("knowledge")
    for item in told["canonical"]:
        story.at(item["day"], _choose, story, item)
    for item in told["merged"]:
        story.at(item["day"], _merge, story, item)


def _choose(story: Story, item: dict[str, Any]) -> None:
    topic = topics.by_slug(item["topic"])
    if topic is not None:
        board.choose_canonical(story.things[f"question:{item['question']}"], topic, by=story.people[item["by"]])


def _merge(story: Story, item: dict[str, Any]) -> None:
    question, into = story.things[f"question:{item['question']}"], story.things[f"question:{item['into']}"]
    board.merge(question, into, by=story.people[item["by"]])
