"""What the pages of monitoring share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.current import me
from app.core import realtime
from app.listening.monitoring import policy
from app.listening.monitoring.sentiment import Mood

blueprint = Blueprint("monitoring", __name__)
Page = str | Response | BaseResponse | tuple[str, int]
MOOD_WORDS: dict[Mood, Callable[[], str]] = {
    "negative": lambda: _("Negative"),
    "neutral": lambda: _("Neutral"),
    "positive": lambda: _("Positive"),
}


@realtime.topic("listening")
def may_watch_listening(_identifier: str, person: Any) -> bool:
    """Whoever listens hears that something came in; the page itself shows what they may read."""
    return bool(policy.may_listen(person))


def drawn(template: str, here: str, **shown: Any) -> str:
    """A page of monitoring, with its tabs."""
    moods = {mood: word() for mood, word in MOOD_WORDS.items()}
    return render_template(f"listening/monitoring/{template}", tabs_of=_tabs(here), moods=moods, **shown)


def _tabs(here: str) -> list[tuple[str, str, bool]]:
    person = me()
    listens = policy.may_listen(person)
    places = [
        ("overview", _("Overview"), "/listening", listens),
        ("mentions", _("Mentions"), "/listening/mentions", listens),
        ("monitors", _("Monitors"), "/listening/monitors", listens),
        ("alerts", _("Alerts"), "/listening/alerts", listens),
        ("rules", _("Rules"), "/listening/rules", listens),
        ("leads", _("Leads"), "/listening/leads", policy.may_see_leads(person)),
        ("upload", _("Upload"), "/listening/upload", listens),
    ]
    return [(label, url, name == here) for name, label, url, may in places if may]
