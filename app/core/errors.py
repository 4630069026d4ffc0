"""Every error as an answer that says what to do: a page for people, problem+json (RFC 9457) for programs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, jsonify, redirect, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from app.core import embedding, returning
from app.core.access import Conflict, Invalid, Refused, public
from app.core.text import TextTooLong

API_PREFIX = "/api/"
# The fields of forms in which people write, whatever the form.
WRITTEN = ("title", "body", "note", "reason")
Answer = Response | BaseResponse | tuple[str, int]


def wants_problem() -> bool:
    """Whether the request came from a program: the API, or a script on a page that asked for JSON."""
    return request.path.startswith(API_PREFIX) or request.accept_mimetypes.best == "application/json"


def problem(status: int, detail: str, **more: Any) -> Response:
    """One problem+json answer."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def install(app: Flask) -> None:
    """Answer every exception the product raises."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Invalid, _invalid)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(TextTooLong, _too_long)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(PoolTimeout, _busy)
    app.register_error_handler(OperationalError, _busy)
    if not app.testing:
        app.register_error_handler(Exception, _unexpected)


def _page(status: int, detail: str, **more: Any) -> Answer:
    template = "errors/framed.html" if embedding.is_embedded() and embedding.sites() else "errors/error.html"
    return render_template(template, status=status, detail=detail, written=_written(), **more), status


def _written() -> list[str]:
    """What somebody wrote in a form that came to nothing, for them to take along; nothing that another site sent."""
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return []
    try:
        return [said for name in WRITTEN if (said := request.form.get(name, "").strip())]
    except HTTPException:  # it was too big to be read
        return []


def _refused(error: Refused) -> Answer:
    public()  # a refusal is a door that was there and stayed shut, also where it leads to the sign-in page
    decision = error.decision
    signed_out = decision.gate == "sign-in"
    status = 401 if signed_out and wants_problem() else 403
    if wants_problem():
        return problem(status, decision.reason, gate=decision.gate, remedy=decision.remedy)
    if signed_out and request.method == "GET":
        return redirect(decision.remedy, 303)
    remedy = decision.remedy and returning.with_way_back(decision.remedy)
    return _page(status, decision.reason, gate=decision.gate, remedy=remedy)


def _invalid(error: Invalid) -> Answer:
    if wants_problem():
        return problem(422, _("Some fields need another look."), errors=error.errors)
    return _page(422, " ".join(error.errors.values()))


def _conflict(error: Conflict) -> Answer:
    return problem(409, str(error), **error.facts) if wants_problem() else _page(409, str(error))


def _too_long(error: TextTooLong) -> Answer:
    return _invalid(Invalid({"body": _("This text is too long: %(most)s.", most=str(error))}))


def _forged(error: CSRFError) -> Answer:
    detail = _("This page was open too long, or the request came from elsewhere. Go back, reload and try again.")
    return problem(400, detail) if wants_problem() else _page(400, detail)


def _http(error: HTTPException) -> Answer:
    status = error.code or 500
    if status < 400:
        return Response(status=status, headers=error.get_headers())
    detail = _words_for(status) or error.description or ""
    if not wants_problem():
        return _page(status, detail)
    answer = problem(status, detail)
    if after := dict(error.get_headers()).get("Retry-After"):
        answer.headers["Retry-After"] = after
    return answer


def _words_for(status: int) -> str:
    words: dict[int, str] = {
        404: _("There is nothing here, or nothing that you may see."),
        413: _("This is more than can be sent at once. Go back, leave out a file or make it smaller, and try again."),
    }
    return words.get(status, "")


def _busy(_error: Exception) -> Answer:
    detail = _("The database does not answer just now. Nothing was changed; please try again in a moment.")
    response = problem(503, detail) if wants_problem() else Response(_bare(503, detail), 503)
    response.headers["Retry-After"] = "5"
    return response


def _unexpected(error: Exception) -> Answer:
    current_app.logger.error("unexpected error at %s %s", request.method, request.path, exc_info=error)
    detail = _("Something went wrong on our side. Nothing was changed.")
    if wants_problem():
        return problem(500, detail)
    return _bare(500, detail), 500


def _bare(status: int, detail: str) -> str:
    return render_template("errors/bare.html", status=status, detail=detail, written=_written())
