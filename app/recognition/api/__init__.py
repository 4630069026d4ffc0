"""The API's operations on points, thanks and rewards."""

from app.recognition.api import rewards, thanks

__all__ = ["rewards", "thanks"]
