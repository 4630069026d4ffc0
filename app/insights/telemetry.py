"""The journey's cookie, and the hooks by which pages tell what was sought, shown and opened.

In a frame on another site there is no cookie; the visit's word names the journey there.

A page only notes what happened; the notes are written after its own transaction has ended, in a unit of their own, so
that a page that only reads stays one that only reads, and nothing here can break it.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from flask import Flask, Response, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.accounts.current import me
from app.core import clock, embedding, signals, transaction
from app.core.settings import settings
from app.insights import commands, consent, queries
from app.insights.commands import Seen
from app.insights.models import CLICK, HOLDOUT, VIEW, Journey
from app.insights.queries.journeys import number_of

COOKIE = "journey"
# Journeys that one address, or a program with a key, may open in an hour: a large office, a busy site's server.
MOST_BY_ADDRESS, MOST_BY_KEY = 600, 20_000
SILENCE = 30 * 60
OPENS = {"ask": "ask", "contact": "contact", "bar": "search", "home": "search", "widget": "embed"}
ASK_FORM = "board.new_question"
BOTS = re.compile(r"bot\b|crawl|spider|slurp|archiver|facebookexternalhit|preview", re.IGNORECASE)
log = logging.getLogger(__name__)


@dataclass
class Notes:
    """What one request has to tell of its journey."""

    secret: str
    known: bool
    began: str = ""
    seen: list[Seen] = field(default_factory=list)


def install(app: Flask) -> None:
    """Hang the hooks on the application."""
    app.before_request(_ask_form)
    app.after_request(_write)


def notes() -> Notes:
    """The journey of this request: the cookie's while it is alive, else a fresh one that nothing has opened yet."""
    if "journey_notes" not in g:
        secret = "" if consent.refusal() else _framed() if embedding.is_embedded() else _read_cookie()
        g.journey_notes = Notes(secret or secrets.token_urlsafe(24), known=bool(secret))
    made: Notes = g.journey_notes
    return made


def begin(where: str) -> None:
    """Open a journey here, unless one is under way."""
    noted = notes()
    noted.began = noted.began or where


def key() -> str:
    """The hashed key of this request's journey."""
    return commands.hashed(notes().secret)


@signals.tells_journey
def journey_word() -> str:
    """The same, for whoever has to tell one visitor from another; none where the request brought no journey."""
    return key() if notes().known else ""


@signals.may_withhold
def withheld() -> bool:
    """Whether this visitor's journey is held out; those who are not counted are never held out."""
    person = me()
    if consent.refusal() or is_bot() or (person is not None and person.is_employee):
        return False
    journey = queries.journey_by_key(key()) if notes().known else None
    return (journey.arm if journey is not None else commands.arm_of(key())) == HOLDOUT


def source() -> commands.Source:
    """Where this request comes from: a key, or an address; of IPv6 the network, all of which one house has."""
    person = me()
    if person is not None and "Authorization" in request.headers:
        return commands.Source(f"key {person.id}", MOST_BY_KEY)
    said = request.remote_addr or ""
    with suppress(ValueError):
        said = str(ip_network((said, 64), strict=False)) if ":" in said else said
    return commands.Source(f"address {said}", MOST_BY_ADDRESS)


def is_bot() -> bool:
    """Whether the request says of itself that no person reads the answer."""
    return bool(BOTS.search(request.user_agent.string))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(list(reversed(settings().secret_keys)), salt="journey")


def _read_cookie() -> str:
    try:
        return str(_signer().loads(request.cookies.get(COOKIE, ""), max_age=SILENCE))
    except BadSignature:
        return ""


def _framed() -> str:
    """The journey of a visit in a frame; its word outlives silence, after which the word's next journey begins."""
    secret = embedding.visit().secret
    while (journey := queries.journey_by_key(commands.hashed(secret))) is not None and _is_over(journey):
        secret = commands.hashed(f"after {secret}")
    return secret


def _is_over(journey: Journey) -> bool:
    return journey.last_at < clock.now() - timedelta(seconds=SILENCE)


@signals.sought.connect
def _sought(_words: str) -> None:
    begin("embed" if embedding.is_embedded() else "search")


@signals.suggested.connect
def _suggested(subjects: Sequence[str], at: str) -> None:
    if at in OPENS:
        begin(OPENS[at])
    notes().seen.extend(Seen(subject, VIEW, at, place) for place, subject in enumerate(subjects, start=1))


@signals.opened.connect
def _opened(subject: str, answered: bool = False, **_more: Any) -> None:
    if answered:
        notes().seen.append(Seen(subject, CLICK, "page"))


def _ask_form() -> None:
    if request.endpoint == ASK_FORM and request.method == "GET":
        begin("ask")


def _write(response: Response) -> Response:
    if response.status_code >= 400:
        return response
    if consent.refusal():
        if COOKIE in request.cookies:
            response.delete_cookie(COOKIE, path="/")
        return response
    # A page hands out the key before anything needs it: the requests sent while typing would each make their own.
    noted: Notes | None = notes() if _is_page(response) and not is_bot() else g.get("journey_notes")
    if noted is None or not (noted.known or noted.began or _is_page(response)):
        return response
    if noted.began or noted.seen:
        try:
            _keep(noted)
        except Exception:  # a page must not fail because it could not be counted
            log.exception("the journey of this request was not recorded")
            return response
    if not embedding.is_embedded():
        _set_cookie(response, noted)
    return response


def _is_page(response: Response) -> bool:
    whole = request.method == "GET" and response.mimetype == "text/html" and response.status_code == 200
    return (
        whole
        and "Turbo-Frame" not in request.headers
        and request.headers.get("Sec-Fetch-Dest", "document") == "document"
    )


def _keep(noted: Notes) -> None:
    with transaction.unit():
        hashed = commands.hashed(noted.secret)
        person, whence = me(), source()
        journey = commands.keep_going(hashed, began=noted.began, by=person, is_bot=is_bot(), source=whence)
        if journey is not None and noted.seen:
            commands.expose(journey, noted.seen)
        read = [number for one in noted.seen if one.way == CLICK and (number := number_of(one.subject, "question"))]
        if read and not is_bot():
            commands.read_questions(hashed, read, by=person, source=whence)


def _set_cookie(response: Response, noted: Notes) -> None:
    response.set_cookie(
        COOKIE, str(_signer().dumps(noted.secret)), max_age=SILENCE, httponly=True, samesite="Lax",
        secure=settings().is_https, path="/",
    )  # fmt: skip
