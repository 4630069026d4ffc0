"""What was asked in a channel is answered there."""

from __future__ import annotations

from app.board import events as board
from app.core import dispatch
from app.core.events import Entry
from app.core.subscriptions import Subscriber
from app.listening import queries

channels = Subscriber("channels", reset=lambda: None)


@channels.on(board.AnswerPosted)
def answered(event: board.AnswerPosted, entry: Entry) -> None:
    """Let an answer that can be read be said where its question was asked, unless it was said there to begin with."""
    asked = queries.asking(event.question_id)
    if asked is None or queries.came_in(f"answer:{event.answer_id}"):
        return
    payload = {"message": asked.id, "answer": event.answer_id, "at": entry.at.isoformat()}
    dispatch.enqueue(
        "channel", f"channel:{asked.account_id}:answer:{event.answer_id}", payload, lane=f"channel:{asked.account_id}"
    )
