"""The API's operations on the idea exchange."""

from app.ideas.api import (
    authors,
    challenges,
    deciding,
    editing,
    fields,
    ideas,
    moving,
    projects,
    proxies,
    returns,
    reviewing,
    rounds,
    stages,
    starting,
    talking,
    watching,
)

__all__ = [
    "authors",
    "challenges",
    "deciding",
    "editing",
    "fields",
    "ideas",
    "moving",
    "projects",
    "proxies",
    "returns",
    "reviewing",
    "rounds",
    "stages",
    "starting",
    "talking",
    "watching",
]
