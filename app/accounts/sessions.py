"""How a request becomes a person: a revocable session behind the cookie, or a bearer token."""

from __future__ import annotations

from flask import Flask, Request, Response, g, request, session
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from app.accounts import commands, devices, policy, queries
from app.accounts.models import CLOSED, WAY_BARRED, Person, SignedInSession
from app.core import transaction
from app.core.access import Refused, refused
from app.core.api import blueprint as api
from app.core.security import SAFE, carries_token
from app.extensions import login_manager

FIRST_ERROR = 400
TOKENS_BARRED = frozenset({"erased", CLOSED})  # a connector may speak for an account that has no way in


def install(app: Flask) -> None:
    """Tell flask-login how to find people."""
    login_manager.user_loader(_by_session)
    login_manager.request_loader(_by_token)
    login_manager.session_protection = None
    app.before_request(_refuse_bad_token)
    app.after_request(_touch)


def open_for(person: Person) -> None:
    """Sign a person in on this browser: a fresh cookie, a fresh session."""
    token = commands.sign_in(person, agent=request.user_agent.string, address=request.remote_addr or "")
    session.clear()
    person.session_token = token
    login_user(person)
    session.permanent = True
    devices.remember(person)


def close() -> None:
    """Sign out on this browser."""
    if token := session.get("_user_id"):
        commands.sign_out(token)
    logout_user()
    session.clear()


def _by_session(token: str) -> Person | None:
    if carries_token():
        return None
    live = queries.live_session(token)
    if live is None or live.person.state in WAY_BARRED:
        return None
    live.person.session_token = token
    g.signed_in_session = live
    return live.person


def _by_token(incoming: Request) -> Person | None:
    if not carries_token():
        return None
    token = queries.live_token(incoming.headers["Authorization"].removeprefix("Bearer ").strip())
    if token is None or token.person.state in TOKENS_BARRED:
        return None
    g.token_scopes = token.scopes
    return token.person


def _refuse_bad_token() -> None:
    if not carries_token():
        return
    if not current_user.is_authenticated:
        raise Refused(refused(_("This token is not valid, or no longer."), gate="sign-in"))
    is_file = request.blueprint == "files" and request.method in SAFE
    beside_api = request.endpoint is not None and request.blueprint != api.name
    if beside_api and not (decision := policy.may_reach_pages(g.token_scopes, is_file=is_file)):
        raise Refused(decision)


def _touch(response: Response) -> Response:
    """After the answer's own transaction has ended, note that the session is in use."""
    live: SignedInSession | None = g.get("signed_in_session")
    if live is not None and response.status_code < FIRST_ERROR and commands.is_worth_noting(live):
        with transaction.unit():
            commands.touch(live)
    return response
