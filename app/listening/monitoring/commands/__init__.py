"""What is done about what was said."""

from app.listening.monitoring.commands.hearing import Heard, count_answers, forget, hear

__all__ = ["Heard", "count_answers", "forget", "hear"]
