"""How the company's programmes run their spaces: roles, what waits for a moderator, and one that ended."""

from __future__ import annotations

from app.board import commands as board
from app.demo.story import Story
from app.spaces import commands as spaces

ROLES = {
    "help": {"declan": "owner", "judith": "moderator", "grace": "expert", "callum": "answerer"},
    "ideas": {"ingrid": "moderator"},
    "staff": {"beth": "owner", "yasmin": "answerer"},
}
LATELY = -0.05


def tell_programmes(story: Story) -> None:
    """Collect the deeds by which programmes run their spaces."""
    for slug, roles in ROLES.items():
        for handle, role in roles.items():
            story.at(LATELY, _give, story, slug, handle, role)
    story.at(LATELY, _let_open, story)
    story.at(LATELY, _let_wait, story)
    story.at(-60.0, _begin_pilot, story)
    story.at(-30.0, _end_pilot, story)


def _give(story: Story, slug: str, handle: str, role: str) -> None:
    spaces.set_role(story.things[f"space:{slug}"], story.people[handle], role, by=story.people["rosalind"])


def _let_open(story: Story) -> None:
    spaces.let_open(story.people["pavel"], by=story.people["rosalind"])


def _let_wait(story: Story) -> None:
    """What new people say beneath ideas is looked at first."""
    spaces.run_as(story.things["space:ideas"], premoderation={"comment": "new"}, by=story.people["rosalind"])


def _begin_pilot(story: Story) -> None:
    rosalind, beth = story.people["rosalind"], story.people["beth"]
    space = spaces.open_space(
        slug="wi-fi-pilot", name="Wi-Fi 7 pilot", visibility="internal", by=rosalind,
        purpose="Two hundred homes tried the new hub in spring. What they found out stands here.",
    )  # fmt: skip
    spaces.set_role(space, beth, "owner", by=rosalind)
    story.things["space:wi-fi-pilot"] = space
    story.things["question:wi-fi-pilot"] = board.ask(
        space=space, title="Which homes lose the sixth band behind two walls?", topics=["Wi-Fi"], by=beth,
        body="Three of the first twenty did. We keep a list here until the pilot ends.",
    )  # fmt: skip


def _end_pilot(story: Story) -> None:
    beth = story.people["beth"]
    board.close(story.things["question:wi-fi-pilot"], by=beth, reason="The pilot ended.")
    reason = "The pilot ended; what came of it is in the Help space."
    spaces.archive(story.things["space:wi-fi-pilot"], reason, by=beth)
