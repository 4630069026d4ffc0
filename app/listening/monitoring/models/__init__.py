"""Tables of monitoring."""

from app.listening.monitoring.models.alerts import (
    ACKNOWLEDGED,
    ALERT_STATES,
    ANSWERED,
    CLOSED,
    CONSENTS,
    ESCALATED,
    FOUND,
    HANDED_OVER,
    LEAD_STATES,
    OPEN,
    WAITING,
    Alert,
    AlertRule,
    Lead,
)
from app.listening.monitoring.models.mentions import Mention, MentionTerm
from app.listening.monitoring.models.monitors import Monitor, MonitorMatch

__all__ = [
    "ACKNOWLEDGED",
    "ALERT_STATES",
    "ANSWERED",
    "CLOSED",
    "CONSENTS",
    "ESCALATED",
    "FOUND",
    "HANDED_OVER",
    "LEAD_STATES",
    "OPEN",
    "WAITING",
    "Alert",
    "AlertRule",
    "Lead",
    "Mention",
    "MentionTerm",
    "Monitor",
    "MonitorMatch",
]
