"""The API's operations on badges, points, thanks and rewards."""

from app.recognition.api import credentials, defining, rewards, thanks

__all__ = ["credentials", "defining", "rewards", "thanks"]
