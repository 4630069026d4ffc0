"""The line to the network, through its own library: each call's host checked by core/egress, each refusal named.

The library takes a second and 60 MB to load, so only what speaks to the network loads this module.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx
from atproto import Client, Request
from atproto.exceptions import (
    AtProtocolError,
    InvokeTimeoutError,
    ModelError,
    NetworkError,
    RateLimitExceededError,
    RequestErrorBase,
    UnauthorizedError,
)
from atproto_client.models.dot_dict import DotDict
from flask_babel import lazy_gettext as _l

from app.core import clock, egress
from app.core.dispatch import NeverRetry, RetryLater, told
from app.listening.port import Refused

WAIT = httpx.Timeout(egress.READ_SECONDS, connect=egress.CONNECT_SECONDS)
PATIENCE = 60.0
STALE = frozenset({"ExpiredToken", "InvalidToken"})
MISSING = frozenset({"RecordNotFound", "NotFound"})
SERVER_ERROR = 500
JSON = "application/json"
REFUSALS = {
    "AuthenticationRequired": _l("Bluesky does not take this handle with this password. Make a new app password."),
    "AuthFactorTokenRequired": _l("This password wants a code by mail each time. Use an app password instead."),
    "AccountTakedown": _l("Bluesky has suspended this account."),
    "AccountSuspended": _l("Bluesky has suspended this account."),
    "AccountDeactivated": _l("This account is deactivated on Bluesky."),
}


class Stale(ConnectionError):
    """The session has ended; the password opens another."""


class Missing(Exception):
    """There is nothing of this name."""


class Pinned(httpx.HTTPTransport):
    """Connects to the address that core/egress looked up and allows, whatever the library calls; no redirects."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request to its host's checked address; the certificate is still the host's."""
        address = egress.pinned(str(request.url))
        request.extensions = {**request.extensions, "sni_hostname": request.url.host}
        request.url = request.url.copy_with(host=address)
        response = super().handle_request(request)
        if response.is_redirect:
            response.close()
            raise httpx.RemoteProtocolError("the server sends us elsewhere")
        return response


class Line:
    """A signed-in line; `session` lets the next one do without the password, and changes while it is used."""

    def __init__(self, service: str, name: str, password: str, session: str = "") -> None:
        self._service, self._name, self._password = service, name, password
        self.session = self._did = ""
        self._client = Client(base_url=service, request=Request(transport=Pinned(), timeout=WAIT))
        self._client.on_session_change(self._keep)
        if session:
            with suppress(Exception):  # whatever was kept and cannot be read, the password still opens the line
                self._client.login(session_string=session, fetch_bsky_profile=False)

    @property
    def did(self) -> str:
        """Whose line it is: what stays the same when a handle changes."""
        if not self._did:
            self._sign_in()
        return self._did

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Read something."""
        return self._call(lambda: self._client.invoke_query(method, params=_given(params)))

    def tell(self, method: str, **data: Any) -> dict[str, Any]:
        """Write something."""
        return self._call(lambda: self._client.invoke_procedure(method, data=_given(data), input_encoding=JSON))

    def close(self) -> None:
        """Hang up."""
        self._client.request.close()

    def _call(self, act: Callable[[], Any]) -> dict[str, Any]:
        if not self.session:
            self._sign_in()
        try:
            answer = _spoken(act)
        except Stale:
            self._sign_in()
            answer = _spoken(act)
        if not isinstance(answer.content, dict):
            raise ConnectionError("the server's answer cannot be understood")
        return answer.content

    def _sign_in(self) -> None:
        self._client.update_base_url(self._service)  # the password goes nowhere else, whatever a session named
        _spoken(lambda: self._client.login(self._name, self._password, fetch_bsky_profile=False))

    def _keep(self, _event: Any, session: Any) -> None:
        self.session, self._did = session.encode(), session.did


def _given(values: dict[str, Any]) -> DotDict:
    return DotDict({name: value for name, value in values.items() if value is not None})


def _spoken(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except egress.Blocked as error:
        raise Refused(str(error)) from error
    except AtProtocolError as error:
        raise _named(error) from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ConnectionError(_unheard(error)) from error


def _named(error: AtProtocolError) -> Exception:
    """What an error of the library means to us."""
    if isinstance(error, RateLimitExceededError):
        return RetryLater("the network asks us to wait", _wait(error))
    if isinstance(error, RequestErrorBase):
        return _answered(error)
    return ConnectionError(str(error)) if isinstance(error, ModelError) else Stale(str(error))


def _answered(error: RequestErrorBase) -> Exception:
    response = error.response
    name = str(getattr(getattr(response, "content", None), "error", ""))
    if name in STALE:
        return Stale(str(error))
    if name in MISSING:
        return Missing()
    if name in REFUSALS or isinstance(error, UnauthorizedError):
        return Refused(str(REFUSALS.get(name) or error))
    if response is None or response.status_code >= SERVER_ERROR or isinstance(error, NetworkError):
        return ConnectionError(str(error) or _unheard(error))
    return NeverRetry(str(error))


def _unheard(error: BaseException) -> str:
    """Why nothing was heard, in words; what the libraries caught lies beneath what they raise."""
    if isinstance(error, httpx.TimeoutException | InvokeTimeoutError):
        return told(TimeoutError())
    beneath: BaseException | None = error
    while beneath is not None and not isinstance(beneath, OSError):
        beneath = beneath.__cause__ or beneath.__context__
    return told(beneath or ConnectionResetError()) if beneath or not str(error) else str(error)


def _wait(error: Any) -> float:
    if error.retry_after is not None:
        return float(error.retry_after)
    if error.reset_at is not None:
        return max(1.0, float((error.reset_at - clock.now()).total_seconds()))
    return PATIENCE
