"""The pages of the idea exchange."""

from __future__ import annotations

from app.ideas.views import (
    authors,
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
from app.ideas.views.authors import WORDS_OF_AUTHORS
from app.ideas.views.frame import blueprint

__all__ = [
    "WORDS_OF_AUTHORS",
    "authors",
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
