"""The API's operations on spaces."""

from app.spaces.api import hours, members, running, spaces

__all__ = ["hours", "members", "running", "spaces"]
