"""The API's operations on flags, cases, appeals and second opinions."""

from app.moderation.api import appeals, cases, together

__all__ = ["appeals", "cases", "together"]
