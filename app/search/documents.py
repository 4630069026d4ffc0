"""From questions and ideas to what an index keeps of them."""

from __future__ import annotations

from app.board import queries as board
from app.ideas import queries as ideas
from app.search.engine.port import Document


def document(key: str) -> Document | None:
    """What to index under "question:42" or "idea:7"; None when nobody may find it."""
    kind, _, number = key.partition(":")
    return _question(key, int(number)) if kind == "question" else _idea(int(number))


def _question(key: str, question_id: int) -> Document | None:
    known = board.document(question_id)
    if known is None:
        return None
    return Document(
        key=key, kind="question", space_id=known.space_id, title=known.title, body=known.body,
        answer="\n".join(known.answers), topics=known.topics, answered=known.is_answered, at=known.asked_at,
    )  # fmt: skip


def _idea(idea_id: int) -> Document | None:
    known = ideas.document(idea_id)
    return Document(**{**known, "topics": tuple(known["topics"])}) if known else None
