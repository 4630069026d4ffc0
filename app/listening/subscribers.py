"""What was asked in a channel is answered there, and what is no longer for everybody is taken back."""

from __future__ import annotations

from app.board import events as board
from app.board.models import OPEN, PUBLISHED, SHOWN
from app.core import dispatch
from app.core.events import Entry
from app.core.subscriptions import Subscriber
from app.listening import queries

channels = Subscriber("channels", reset=lambda: None)


@channels.on(board.AnswerPosted)
def answered(event: board.AnswerPosted, entry: Entry) -> None:
    """Let an answer that can be read be said wherever its question was asked, unless it came from there."""
    if queries.came_in(f"answer:{event.answer_id}"):
        return
    for asked in queries.askings(event.question_id):
        payload = {"message": asked.id, "answer": event.answer_id, "at": entry.at.isoformat()}
        key = f"channel:{asked.account_id}:answer:{event.answer_id}"
        if asked.question_id != event.question_id:
            key += f":{asked.id}"
        dispatch.enqueue("channel", key, payload, lane=f"channel:{asked.account_id}")


@channels.on(board.AnswerStateChanged)
def changed(event: board.AnswerStateChanged, entry: Entry) -> None:
    """What a moderator held, hid or removed is taken back."""
    if event.state != PUBLISHED:
        _look_over(event.question_id, entry)


@channels.on(board.AnswerHeld)
def held(event: board.AnswerHeld, entry: Entry) -> None:
    """So is what a rule holds after an edit."""
    _look_over(event.question_id, entry)


@channels.on(board.QuestionHeld)
def question_held(event: board.QuestionHeld, entry: Entry) -> None:
    """And all answers to a question that a rule holds after an edit."""
    _look_over(event.question_id, entry)


@channels.on(board.QuestionHoldChanged)
def hidden(event: board.QuestionHoldChanged, entry: Entry) -> None:
    """And all answers to a question that cannot be seen."""
    if event.hold != SHOWN:
        _look_over(event.question_id, entry)


@channels.on(board.QuestionAudienceChanged)
def closed(event: board.QuestionAudienceChanged, entry: Entry) -> None:
    """Or that became private."""
    if event.audience != OPEN:
        _look_over(event.question_id, entry)


def _look_over(question_id: int, entry: Entry) -> None:
    """Behind whatever is still to be said in the same lane."""
    for asked in queries.askings(question_id):
        payload = {"account": asked.account_id, "question": asked.question_id}
        key = f"channel:withdrawal:{entry.id}:{asked.id}"
        dispatch.enqueue("channel-withdrawal", key, payload, lane=f"channel:{asked.account_id}", target="channel")
