"""The API's operations on exposures, resolutions, support contacts, deflection and return."""

from app.insights.api import funnel, health, months, reading, reports, returns, spared, trials

__all__ = ["funnel", "health", "months", "reading", "reports", "returns", "spared", "trials"]
