"""The pages of moderation."""

from app.moderation.views import bench
from app.moderation.views.bench import blueprint

assert bench  # noqa: S101 - imported for its routes

__all__ = ["blueprint"]
