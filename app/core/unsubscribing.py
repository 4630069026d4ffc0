"""Ending what is mailed again and again, from the mail itself: with one click, and without signing in (RFC 8058).

A feature says what can be ended under a kind; the link in a mail carries a signed word for one thing of that kind,
which ends that and nothing else. Opening it ends nothing, since programs follow links.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response as BaseResponse

from app.core.access import found, public
from app.core.settings import settings

PLACE = "/unsubscribe"
Answer = str | Response | BaseResponse
blueprint = Blueprint("unsubscribing", __name__)


@dataclass(frozen=True)
class Mailing:
    """What is sent again and again: its name, when it comes, whether it is sent still, where more of it can be read."""

    name: str
    when: str
    is_sent: bool
    url: str


@dataclass(frozen=True)
class Ending:
    """How a kind of mailing is found by what its word carries (None where there is none any more), and ended."""

    find: Callable[..., Mailing | None]
    end: Callable[..., None]


ENDINGS: dict[str, Ending] = {}


def address(kind: str, *what: int | str) -> str:
    """The path of the page that ends one mailing."""
    return f"{PLACE}/{_signer().dumps([kind, *what])}"


@blueprint.get(f"{PLACE}/<word>")
def ask_unsubscribe(word: str) -> Answer:
    """Where the link in a mail leads: a page with a button."""
    public()
    ending, what = _read(word)
    return render_template("unsubscribe.html", mailing=found(ending.find(*what)), word=word)


@blueprint.post(f"{PLACE}/<word>")
def unsubscribe(word: str) -> Answer:
    """End it; a mail program sends this by itself, so that the word alone is the proof. Once more changes nothing."""
    public()
    ending, what = _read(word)
    if found(ending.find(*what)).is_sent:
        ending.end(*what)
    if request.form.get("List-Unsubscribe") == "One-Click":  # a mail program follows no redirect
        return render_template("unsubscribe.html", mailing=found(ending.find(*what)), word=word)
    return redirect(f"{PLACE}/{word}", 303)


# No browser sends the word by itself, so that there is nothing to forge.
unsubscribe.__dict__["csrf_exempt"] = True


def _read(word: str) -> tuple[Ending, Sequence[Any]]:
    try:
        kind, *what = _signer().loads(word)
    except (BadSignature, ValueError, TypeError):
        kind, what = "", []
    return found(ENDINGS.get(kind)), what


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(list(reversed(settings().secret_keys)), salt="unsubscribe")
