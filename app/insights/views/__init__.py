"""The pages of insights, and the contact page that deflection starts from."""

from __future__ import annotations

from app.insights.views import (
    consent,
    contact,
    credit,
    deflection,
    framed,
    funnel,
    health,
    months,
    overview,
    reading,
    reports,
    returns,
    spared,
    trials,
)
from app.insights.views.frame import blueprint

__all__ = [
    "blueprint",
    "consent",
    "contact",
    "credit",
    "deflection",
    "framed",
    "funnel",
    "health",
    "months",
    "overview",
    "reading",
    "reports",
    "returns",
    "spared",
    "trials",
]
