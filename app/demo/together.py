"""What colleagues keep and say among themselves: replies that a space shares, views, and notes on questions."""

from __future__ import annotations

from typing import Any

from app.board import commands as board
from app.board.queries import Wanted
from app.demo.story import Story, content
from app.spaces.models import Space

SHARED_ON = -59.5


def tell_together(story: Story) -> None:
    """Collect the shared replies and the notes."""
    for step, reply in enumerate(each for each in content("replies") if each.get("shared_by")):
        story.at(SHARED_ON + step * 0.01, _share_reply, story, reply)
    for note in content("notes"):
        story.at(note["day"], _note, story, note)
    story.at(-2.0, _keep_views, story)


def _keep_views(story: Story) -> None:
    """What those who answer look at again and again; the desk still opens with everything."""
    for person in (each for each in story.people.values() if each.is_employee and each.roles <= {"sme"}):
        board.keep_view("My topics", Wanted(show="known"), by=person)
        board.keep_view("Due at Help", Wanted(show="due", space=story.things["space:help"]), by=person)


def _share_reply(story: Story, reply: dict[str, Any]) -> None:
    space: Space = story.things["space:help"]
    board.save_reply(reply["title"], reply["body"], by=story.people[reply["shared_by"]], space=space)


def _note(story: Story, note: dict[str, Any]) -> None:
    board.add_note(story.things[f"question:{note['on']}"], note["body"], by=story.people[note["by"]])
