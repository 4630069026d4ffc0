"""What the pages of moderation share."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.core import realtime
from app.moderation import policy, queries

blueprint = Blueprint("moderation", __name__)
Answer = str | Response | BaseResponse | tuple[str, int]


@realtime.topic("moderation")
def may_watch(_identifier: str, person: Any) -> bool:
    """Moderators only."""
    return bool(policy.may_moderate(person))


def chosen() -> queries.Choice:
    """What of the queue the address asks for."""
    return queries.Choice.of(request.args)


def address(path: str, choice: queries.Choice) -> str:
    """An address that keeps what was chosen of the queue."""
    return f"{path}?{urlencode(choice.words)}" if choice.words else path
