"""The pages of moderation."""

from app.moderation.views import cases, figures, flags, notices, own, together
from app.moderation.views.frame import blueprint

assert all((cases, figures, flags, notices, own, together))  # noqa: S101 - imported for their routes

__all__ = ["blueprint"]
