"""What the pages share: the blueprint, and the period that an address names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.current import me
from app.core import clock
from app.core.access import found
from app.insights import words
from app.insights.queries import Period, money_of
from app.spaces import queries as spaces
from app.spaces.models import Space

blueprint = Blueprint("insights", __name__)
Page = str | Response | BaseResponse | tuple[str, int]
SPANS = (28, 84, 182, 364)


def drawn(template: str, **shown: Any) -> str:
    """A page of insights, with the words it needs for figures that cannot be computed."""
    return render_template(f"insights/{template}", missing=words.missing_words, money=money_of, **shown)


def period(default: int = 84) -> Period:
    """The period of `from` and `to` (the last day counted), else so many days up to now."""
    end = clock.day_of(request.args.get("to"))
    finish = clock.midnight(end + timedelta(days=1)) if end else clock.now()
    start = clock.day_of(request.args.get("from"))
    begin = clock.midnight(start) if start else finish - timedelta(days=span(default))
    return Period(begin, finish) if begin < finish else Period(finish - timedelta(days=default), finish)


def span(default: int = 84) -> int:
    """The length of the period in days, as chosen."""
    days = request.args.get("days", default, type=int)
    return days if days in SPANS else default


def during(default: int = 84) -> str:
    """The period of the page in the words of an address, for the pages that it leads to."""
    dates = {key: request.args[key] for key in ("from", "to") if clock.day_of(request.args.get(key))}
    return urlencode({"days": span(default), **dates})


def window() -> timedelta:
    """Within how many days a support contact counts."""
    return timedelta(days=min(28, max(1, request.args.get("window", 7, type=int))))


def chosen_space() -> Space | None:
    """The space in the address; 404 where the person may not see it."""
    slug = request.args.get("space")
    return found(spaces.visible_space(me(), slug)) if slug else None
