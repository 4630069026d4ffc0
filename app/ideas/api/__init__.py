"""The API's operations on the idea exchange."""

from app.ideas.api import (
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
    watching,
)

__all__ = [
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
    "watching",
]
