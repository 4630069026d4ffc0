"""Who is told of what happened: the asker, the mentor, the author, the followers."""

from app.notifications.subscribers import (
    authors,
    challenges,
    decisions,
    heard,
    ideas,
    panels,
    practice,
    projects,
    questions,
    reviewing,
    standing,
    talk,
    targets,
    thanks,
    votes,
)
from app.notifications.subscribers.telling import notifications

__all__ = [
    "authors",
    "challenges",
    "decisions",
    "heard",
    "ideas",
    "notifications",
    "panels",
    "practice",
    "projects",
    "questions",
    "reviewing",
    "standing",
    "talk",
    "targets",
    "thanks",
    "votes",
]
