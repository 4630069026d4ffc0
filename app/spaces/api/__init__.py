"""The API's operations on spaces."""

from app.spaces.api import hours, spaces

__all__ = ["hours", "spaces"]
