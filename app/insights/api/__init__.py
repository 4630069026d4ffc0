"""The API's operations on exposures, resolutions, support contacts, deflection, savings and return."""

from app.insights.api import (
    credit,
    digests,
    funnel,
    health,
    industry,
    months,
    reading,
    reports,
    returns,
    savings,
    spared,
    trials,
)

__all__ = [
    "credit",
    "digests",
    "funnel",
    "health",
    "industry",
    "months",
    "reading",
    "reports",
    "returns",
    "savings",
    "spared",
    "trials",
]
