"""The pages of the idea exchange."""

from __future__ import annotations

from app.ideas.views import (
    authors,
    challenge_writing,
    challenges,
    deciding,
    deeds,
    feed,
    idea,
    judging,
    lists,
    merging,
    opening,
    piloting,
    projects,
    proxies,
    returns,
    reviewing,
    rounds,
    shortlist,
    templates,
    watching,
    writing,
)
from app.ideas.views.authors import WORDS_OF_AUTHORS
from app.ideas.views.frame import blueprint

__all__ = [
    "WORDS_OF_AUTHORS",
    "authors",
    "blueprint",
    "challenge_writing",
    "challenges",
    "deciding",
    "deeds",
    "feed",
    "idea",
    "judging",
    "lists",
    "merging",
    "opening",
    "piloting",
    "projects",
    "proxies",
    "returns",
    "reviewing",
    "rounds",
    "shortlist",
    "templates",
    "watching",
    "writing",
]
