"""What happens to the knowledge of a topic."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("board.canonical_chosen", "question:{question_id}", "topic:{topic_id}")
class CanonicalChosen(Event):
    """Somebody who knows the topic points to this question's answers first."""

    topic_id: int
    question_id: int


@happening("board.canonical_dropped", "question:{question_id}", "topic:{topic_id}")
class CanonicalDropped(Event):
    """It is no longer pointed to first."""

    topic_id: int
    question_id: int


@happening("board.topic_described", "topic:{topic_id}")
class TopicDescribed(Event):
    """What a topic is about was put into other words."""

    topic_id: int
