"""Pages of monitoring."""

from app.listening.monitoring.views import mentions
from app.listening.monitoring.views.frame import blueprint

__all__ = ["blueprint", "mentions"]
