"""The pages of the idea exchange."""

from __future__ import annotations

from app.ideas.views import (
    challenges,
    deciding,
    deeds,
    feed,
    idea,
    judging,
    lists,
    merging,
    piloting,
    projects,
    proxies,
    returns,
    reviewing,
    rounds,
    shortlist,
    watching,
    writing,
)
from app.ideas.views.frame import blueprint

__all__ = [
    "blueprint",
    "challenges",
    "deciding",
    "deeds",
    "feed",
    "idea",
    "judging",
    "lists",
    "merging",
    "piloting",
    "projects",
    "proxies",
    "returns",
    "reviewing",
    "rounds",
    "shortlist",
    "watching",
    "writing",
]
