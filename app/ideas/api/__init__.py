"""The API's operations on the idea exchange."""

from app.ideas.api import (
    challenges,
    deciding,
    ideas,
    projects,
    proxies,
    returns,
    reviewing,
    rounds,
    watching,
)

__all__ = [
    "challenges",
    "deciding",
    "ideas",
    "projects",
    "proxies",
    "returns",
    "reviewing",
    "rounds",
    "watching",
]
