"""What every answer carries and every unsafe request must prove: headers, origin, CSRF token."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request
from flask.json.provider import DefaultJSONProvider
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from app.core import embedding, uploads
from app.core.settings import settings
from app.extensions import csrf

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# What an address has these parts for is a key: it is told to nobody, not even to the next page of this site.
KEYS = frozenset({"secret", "word"})
EPOCH = datetime.fromtimestamp(0, UTC)
A_SECOND_AGO, MOST_AHEAD = -timedelta(seconds=1), timedelta(minutes=5)
OVERRIDES = frozenset({"PUT", "DELETE", "PATCH"})
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


class MethodOverride:
    """Lets a plain HTML form say `?_method=DELETE`; only a POST can be turned into another unsafe method."""

    def __init__(self, application: object) -> None:
        self.application = application

    def __call__(self, environ: dict[str, object], start_response: object) -> object:
        """Rewrite the method before routing."""
        query = str(environ.get("QUERY_STRING", ""))
        if environ["REQUEST_METHOD"] == "POST" and "_method=" in query:
            wanted = query.split("_method=", 1)[1].split("&", 1)[0].upper()
            if wanted in OVERRIDES:
                environ["REQUEST_METHOD"] = wanted
        return self.application(environ, start_response)  # type: ignore[operator]


# Of a region that is brought up to date, of a frame, and of a page whose link one only points at.
BESIDE = ("X-Live", "Turbo-Frame", "X-Sec-Purpose")


class Shallow(DefaultJSONProvider):
    """Takes JSON that is nested deeper than can be read, or holds NaN, for what it is: no JSON (RFC 8259)."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read it; raises ValueError, as for anything that is none."""
        try:
            return super().loads(s, **{"parse_constant": _no_number, **kwargs})
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


class PatientSigner(TimestampSigner):
    """Takes what was signed up to five minutes in the future for signed just now.

    A clock that is put back by a moment, or that of another machine which is ahead by one, would sign everybody out.
    """

    def unsign(self, signed_value: Any, max_age: int | None = None, return_timestamp: bool = False) -> Any:
        """The value, checked; raises SignatureExpired when it is too old, or from further in the future."""
        try:
            return super().unsign(signed_value, max_age, return_timestamp)  # type: ignore[call-overload]
        except SignatureExpired as expired:
            ahead = (expired.date_signed or EPOCH) - datetime.now(UTC)
            if not A_SECOND_AGO < ahead <= MOST_AHEAD:  # the clock may have come up to it since it was refused
                raise
            return super().unsign(signed_value, None, return_timestamp)  # type: ignore[call-overload]


class OwnCookie(SecureCookieSessionInterface):
    """Sends nobody's cookie along with what anybody on the way may keep, and hand to others.

    What is fetched beside a page, or before it is wanted, renews no cookie: its answer can come after that of a deed,
    and would bring back the session from before it.
    """

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Flask's own, with a signer that does not mind a clock that was put right."""
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.signer = PatientSigner
        return serializer

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Whether something changed in it, or it is time to go on with it for as long again."""
        return super().should_set_cookie(app, session) and (session.modified or not _is_beside_a_page())

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Answer with the cookie, unless the answer is for all."""
        if not response.cache_control.public:
            super().save_session(app, session, response)


def _is_beside_a_page() -> bool:
    return request.path.startswith("/api/") or any(name in request.headers for name in BESIDE)


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def nonce() -> str:
    """The script nonce of this answer, 128 bits and more, never reused."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(24)
    return str(g.csp_nonce)


def install(app: Flask) -> None:
    """Guard every request and dress every answer."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.json = Shallow(app)
    app.session_interface = OwnCookie()
    csrf.init_app(app)
    app.before_request(uploads.raise_limit)
    app.before_request(_refuse_nul)
    app.before_request(_check_origin)
    app.after_request(_dress)
    app.wsgi_app = MethodOverride(app.wsgi_app)  # type: ignore[method-assign,assignment]


def carries_token() -> bool:
    """Whether the request proves itself with a bearer token, which no browser sends by itself."""
    return request.headers.get("Authorization", "").startswith("Bearer ")


def _is_unknown_program() -> bool:
    """Whether the API is called by nobody in particular: without a session there is nothing to forge."""
    return request.path.startswith("/api/") and current_app.config["SESSION_COOKIE_NAME"] not in request.cookies


def _refuse_nul() -> None:
    """No word that a person types has a NUL, and PostgreSQL refuses to look for one."""
    if "\0" in request.path or any("\0" in value for value in request.args.values()) or _form_has_nul():
        abort(400)


def _form_has_nul() -> bool:
    """The API takes no form, and a file sent to it bare, under a form's type as curl does, would be read away here."""
    has_form = request.method not in SAFE and not request.path.startswith("/api/")
    return has_form and any("\0" in value for value in request.form.values())


def _check_origin() -> None:
    if request.method in SAFE or carries_token() or _is_exempt():
        return
    origin = request.headers.get("Origin")
    if request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} or (
        origin not in {None, "null"} and _host(origin or "") != request.host
    ):
        raise CSRFError(_("This request came from another site."))
    if embedding.is_embedded():
        _check_word()
    elif not _is_unknown_program():
        csrf.protect()


def _check_word() -> None:
    """In a frame there is no cookie to abuse, and none to tie a token to: the visit's signed word stands for both."""
    if not embedding.proves_itself():
        raise CSRFError(_("This page was open too long."))
    g.csrf_valid = True  # as Flask-WTF notes it, so that forms do not ask for their own token as well


def _is_exempt() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and getattr(view, "csrf_exempt", False)


def _host(origin: str) -> str:
    return urlsplit(origin).netloc


def _dress(response: Response) -> Response:
    live = settings().socket_url.replace("http", "ws", 1)
    policy = (
        f"default-src 'self'; script-src 'nonce-{nonce()}' 'strict-dynamic'; style-src 'self' 'nonce-{nonce()}'; "
        f"img-src 'self' data:; font-src 'self'; connect-src 'self' {live}; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default"
    )
    headers = response.headers
    headers.setdefault("Content-Security-Policy", policy)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    has_key = not KEYS.isdisjoint(request.view_args or {})
    headers.setdefault("Referrer-Policy", "strict-origin" if has_key else "strict-origin-when-cross-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", PERMISSIONS)
    if settings().is_https:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    return response
