"""The API's operations on exposures, resolutions, support contacts, deflection and return."""

from app.insights.api import reading, reports

__all__ = ["reading", "reports"]
