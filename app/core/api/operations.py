"""Operations: what each takes, gives and needs, declared beside the function that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Annotated, Any, Generic, TypeVar

from flask import Blueprint, Response, g, jsonify, request
from flask_babel import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from app.core import clock, pages
from app.core.access import Invalid, Refused, refused
from app.core.api import idempotency
from app.core.security import carries_token

T = TypeVar("T")
blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


def _no_nul(value: str) -> str:
    """PostgreSQL cannot store NUL, and no text that a person typed has one."""
    if "\0" in value:
        raise ValueError("must not contain the NUL character")
    return value


Text = Annotated[str, AfterValidator(_no_nul)]
Day = Annotated[date, Field(ge=clock.FIRST_DAY, le=clock.LAST_DAY)]
Moment = Annotated[datetime, PlainSerializer(clock.rfc3339, return_type=str, when_used="json")]


class In(BaseModel):
    """What a request may carry; unknown fields are refused, so that a typing error is never silently dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Out(BaseModel):
    """What an answer carries."""

    model_config = ConfigDict(from_attributes=True)


class Cursor(BaseModel):
    """The query of every list."""

    model_config = ConfigDict(extra="ignore")
    limit: int = Field(pages.LIMIT, ge=1, le=pages.MOST)
    after: Text | None = Field(None, max_length=500)


class Listing(Out, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = None


@dataclass(frozen=True)
class Operation:
    """One row of the contract."""

    id: str
    method: str
    path: str
    status: int
    summary: str
    scope: str
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    returns: type[BaseModel] | None
    also: Mapping[int, str]
    takes: str


OPERATIONS: dict[str, Operation] = {}
# What an operation asks for beyond its own scope, by what is in the request.
FURTHER = frozenset({"channels"})
View = Callable[..., Any]


def operation(
    id: str,
    route: str,
    *,
    status: int = 200,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    returns: type[BaseModel] | None = None,
    scope: str = "",
    also: Mapping[int, str] | None = None,
    takes: str = "",
) -> Callable[[View], View]:
    """Declare an operation, e.g. `@operation("listSpaces", "GET /spaces", query=Cursor, returns=Listing[SpaceOut])`.

    The function gets path parameters, `body=` and `query=` by name, and returns a model, or `(model, status)` for one
    of `also`, or None for 204. It must pass a door (`ensure` or `public`). `scope` is what a token needs: unless named,
    `read` for GET and `write` otherwise. `takes` names the form field of a file, which may also be the raw body.
    """
    method, path = route.split(" ", 1)

    def declare(view: View) -> View:
        made = Operation(
            id, method, path, status, (view.__doc__ or id).strip().splitlines()[0],
            scope or ("read" if method == "GET" else "write"), body, query, returns, also or {}, takes,
        )  # fmt: skip
        OPERATIONS[id] = made
        endpoint = _endpoint(made, view)
        blueprint.add_url_rule(path, id, endpoint, methods=[method])
        return view

    return declare


def _endpoint(made: Operation, view: View) -> View:
    @wraps(view)
    def run(**path: Any) -> Response:
        _check_scope(made.scope)
        arguments = dict(path)
        if made.query:
            arguments["query"] = _validated(made.query, request.args.to_dict())
        if made.body:
            arguments["body"] = _validated(made.body, _json())
        if made.method == "POST":
            return idempotency.once(made.id, lambda: _answer(made, view(**arguments)))
        return _answer(made, view(**arguments))

    return run


def _answer(made: Operation, result: Any) -> Response:
    model, status = result if isinstance(result, tuple) else (result, made.status)
    if model is None:
        return Response(status=204)
    response = jsonify(model.model_dump(mode="json", by_alias=True))
    response.status_code = status
    return response


def scopes() -> list[str]:
    """All that a token may be made for, but for the one that stands for all of them."""
    return sorted(FURTHER | {made.scope for made in OPERATIONS.values()})


def reaches(scope: str) -> bool:
    """Whether a request has this scope: all but those that come with a token have every one."""
    scopes: Sequence[str] | None = g.get("token_scopes")
    return not carries_token() or scopes is None or scope in scopes or "all" in scopes


def _check_scope(scope: str) -> None:
    if not reaches(scope):
        reason = _("This token lacks the scope “%(scope)s”.", scope=scope)
        raise Refused(refused(reason, gate="scope"))


def _json() -> Any:
    try:
        return request.get_json()
    except UnsupportedMediaType as error:
        raise Invalid({"body": _("Send the body as application/json.")}) from error
    except BadRequest as error:
        raise Invalid({"body": _("The body is not valid JSON.")}) from error


def _validated(model: type[BaseModel], values: Any) -> BaseModel:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise Invalid({_where(e["loc"]): e["msg"] for e in error.errors()}) from error


def _where(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "body"
