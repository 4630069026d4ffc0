"""Tables of monitoring."""

from app.listening.monitoring.models.mentions import Mention, MentionTerm

__all__ = ["Mention", "MentionTerm"]
