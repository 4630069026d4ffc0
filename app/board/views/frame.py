"""What the board's pages share: the blueprint, how things are loaded, where a deed leads back to."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.current import me
from app.board import queries
from app.board.models import Answer, Question
from app.core import realtime
from app.core.access import found
from app.core.errors import wants_problem

blueprint = Blueprint("board", __name__)
# How an address says what of the queue is shown; deeds on the desk lead back to it.
CHOICES = ("show", "space", "topic")
CARRIED = ("view", *CHOICES, "after")
Page = str | Response | BaseResponse | tuple[str, int]


@realtime.topic("question")
def may_watch_question(identifier: str, person: Any) -> bool:
    """Whoever may see it."""
    known = identifier.isascii() and identifier.isdigit() and len(identifier) < 19
    return known and queries.visible_question(person, int(identifier)) is not None


@realtime.topic("questions")
def may_watch_questions(_identifier: str, _person: Any) -> bool:
    """Everybody: the topic says only that something changed."""
    return True


@realtime.topic("desk")
def may_watch_desk(_identifier: str, person: Any) -> bool:
    """Employees."""
    return person is not None and bool(person.is_employee)


def question_of(question_id: int) -> Question:
    """The question, or 404."""
    return found(queries.visible_question(me(), question_id))


def answer_of(answer_id: int) -> Answer:
    """The answer, or 404."""
    return found(queries.visible_answer(me(), answer_id))


def at_desk() -> bool:
    """Whether a deed was done on the desk."""
    return request.args.get("at") == "desk"


def desk_address(question: Question | None = None) -> str:
    """The desk as it was: the same part of the queue, with a question at hand or the next one."""
    kept = {name: request.args[name] for name in CARRIED if name in request.args}
    at_hand = {"question": question.id} if question else {}
    said = urlencode({**at_hand, **kept})
    return f"/desk?{said}" if said else "/desk"


def back_to(question: Question, anchor: str = "") -> BaseResponse:
    """Where a deed leads back to: the desk when it was done there, else the question's page."""
    if at_desk():
        return redirect(desk_address(question), 303)
    return redirect(question.url + (f"#{anchor}" if anchor else ""), 303)


def voted(question: Question, anchor: str, count: int, value: int) -> Response | BaseResponse:
    """The answer to a vote: the count for scripts, the page for everybody else."""
    if wants_problem():
        return jsonify({"count": count, "voted": value > 0})
    return back_to(question, anchor)
