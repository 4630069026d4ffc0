"""The API's operations on spaces."""

from app.spaces.api import hours, members, spaces

__all__ = ["hours", "members", "spaces"]
