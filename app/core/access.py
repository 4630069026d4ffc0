"""The door of every route: a policy's decision, enforced once for HTML, API and sockets alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, Response, current_app, g, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

T = TypeVar("T")


@dataclass(frozen=True)
class Decision:
    """A policy's answer: truthy when allowed; else which gate refused, why, and where the way through begins."""

    allowed: bool
    reason: str = ""
    gate: str = ""
    remedy: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(True)


def refused(reason: str, *, gate: str = "permission", remedy: str = "") -> Decision:
    """A refusal with a sentence a person understands."""
    return Decision(False, reason, gate, remedy)


class Refused(Exception):
    """Raised by `ensure`; answered with 403, or with the sign-in page where that is the remedy."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.reason)
        self.decision = decision


class Conflict(Exception):
    """A deed that somebody else's deed has overtaken; answered with 409."""

    def __init__(self, reason: str, **facts: str) -> None:
        super().__init__(reason)
        self.facts = facts


class Invalid(Exception):
    """Input that a command cannot take; `errors` maps field names to sentences; answered with 422."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


def ensure(decision: Decision | bool) -> None:
    """Pass the door or raise Refused."""
    g.door_passed = True
    if isinstance(decision, bool):
        decision = ALLOWED if decision else refused(_("You may not do this here."))
    if not decision:
        raise Refused(decision)


def public() -> None:
    """Say that this route is open to everybody."""
    g.door_passed = True


def found(thing: T | None) -> T:
    """The thing, or 404: what a person may not see is not there for them."""
    if thing is None:
        raise NotFound
    return thing


def doorless(function: Callable[..., T]) -> Callable[..., T]:
    """Mark a view that is open by nature, such as a health check or a static file."""
    function.__dict__["doorless"] = True
    return function


class DoorMissing(AssertionError):
    """A route answered without passing a door: a fault in the product, never in the request."""


def install(app: Flask) -> None:
    """Refuse, in tests and in debug mode, any answer that passed no door."""
    app.after_request(_check_door)


def _check_door(response: Response) -> Response:
    view = current_app.view_functions.get(request.endpoint or "")
    opened = g.get("door_passed") or response.status_code >= 400 or view is None
    if not opened and request.endpoint != "static" and not getattr(view, "doorless", False):
        if current_app.testing or current_app.debug:
            raise DoorMissing(f"{request.endpoint} answered without a door")
        current_app.logger.error("%s answered without a door", request.endpoint)
        return Response("Forbidden", 403)
    return response
