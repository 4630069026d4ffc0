"""Reading what was said."""

from app.listening.monitoring.queries.mentions import (
    Filters,
    by_key,
    channels,
    mentions,
    texts_of,
    topic_names,
    visible,
    visible_mention,
)

__all__ = ["Filters", "by_key", "channels", "mentions", "texts_of", "topic_names", "visible", "visible_mention"]
