"""The API's operations on guidelines, courses, what they teach, and attempts."""

from app.training.api import learning, teaching

__all__ = ["learning", "teaching"]
