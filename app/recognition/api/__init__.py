"""The API's operations on badges, points, thanks and rewards."""

from app.recognition.api import credentials, rewards, thanks

__all__ = ["credentials", "rewards", "thanks"]
