"""What colleagues keep and say among themselves: replies that a space shares, and notes on questions."""

from __future__ import annotations

from typing import Any

from app.board import commands as board
from app.demo.story import Story, content
from app.spaces.models import Space

SHARED_ON = -59.5


def tell_together(story: Story) -> None:
    """Collect the shared replies and the notes."""
    for step, reply in enumerate(each for each in content("replies") if each.get("shared_by")):
        story.at(SHARED_ON + step * 0.01, _share_reply, story, reply)
    for note in content("notes"):
        story.at(note["day"], _note, story, note)


def _share_reply(story: Story, reply: dict[str, Any]) -> None:
    space: Space = story.things["space:help"]
    board.save_reply(reply["title"], reply["body"], by=story.people[reply["shared_by"]], space=space)


def _note(story: Story, note: dict[str, Any]) -> None:
    board.add_note(story.things[f"question:{note['on']}"], note["body"], by=story.people[note["by"]])
