"""Browsers that somebody has signed in on: what strangers try elsewhere must not keep their owner out.

After the device cookies of OWASP's "Slow Down Online Guessing Attacks": tries on such a browser count for it alone.
"""

from __future__ import annotations

from datetime import timedelta
from secrets import token_urlsafe

from flask import Response, after_this_request, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.accounts.models import Person
from app.accounts.queries import digest
from app.core.settings import settings

COOKIE = "device"
LASTS = timedelta(days=365)


def remember(person: Person) -> None:
    """Let this browser be known as one on which somebody signed in, for a year."""
    kept = _signer().dumps([_mark(person.email), token_urlsafe(12)])

    @after_this_request
    def tell(response: Response) -> Response:
        response.set_cookie(
            COOKIE, str(kept), max_age=LASTS, httponly=True, samesite="Lax", secure=settings().is_https, path="/"
        )
        return response


def known_for(email: str | None) -> str:
    """The random word of this browser if whoever has this address signed in on it; else nothing."""
    try:
        mark, word = _signer().loads(request.cookies.get(COOKIE, ""), max_age=int(LASTS.total_seconds()))
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(word) if mark == _mark(email) else ""


def _mark(email: str | None) -> str:
    return digest((email or "").strip().casefold())


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(list(reversed(settings().secret_keys)), salt=COOKIE)
