"""Pages of monitoring."""

from app.listening.monitoring.views import alerts, leads, mentions, monitors, overview, rules, uploading
from app.listening.monitoring.views.frame import blueprint

__all__ = ["alerts", "blueprint", "leads", "mentions", "monitors", "overview", "rules", "uploading"]
