"""The API's operations of monitoring, with the same doors and commands as the pages."""

from app.listening.monitoring.api import alerts, leads, mentions, watching

__all__ = ["alerts", "leads", "mentions", "watching"]
