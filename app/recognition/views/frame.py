"""What the pages of recognition share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from app.core import realtime
from app.recognition import policy

Page = str | Response | tuple[str, int]
blueprint = Blueprint("recognition", __name__)


@realtime.topic("rewards")
def may_watch_rewards(_identifier: str, person: Any) -> bool:
    """Members: the topic says only that something changed."""
    return bool(policy.may_spend(person))
