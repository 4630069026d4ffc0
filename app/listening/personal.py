"""What is held of who is known by a handle in another channel."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select

from app.board.models import Question
from app.core.personal import Held, holds, refers
from app.listening.models import ChannelAccount, ChannelHandle, ChannelMessage


def _messages(person: Any) -> ColumnElement[bool]:
    asked = select(Question.id).where(Question.author_id == person.id)
    return (ChannelMessage.direction == "in") & ChannelMessage.question_id.in_(asked)


holds(
    Held(ChannelMessage, "", "blanked", "messages in other channels", ("handle", "url", "said_at"),
         {"handle": "", "url": "", "subject": ""}, whose=_messages),
    Held(ChannelHandle, "person_id", "goes", "handles in other channels", ("channel", "handle", "tied_at")),
)  # fmt: skip
refers(ChannelAccount, "connected_by_id")
