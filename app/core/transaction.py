"""The one place that ends a transaction: commands write, requests and jobs commit here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from flask import Flask, Response, g, request

from app.extensions import db

FIRST_ERROR = 400
T = TypeVar("T")
log = logging.getLogger(__name__)
_reading: ContextVar[bool] = ContextVar("reading", default=False)


def is_reading() -> bool:
    """Whether this request or job has promised not to write."""
    return _reading.get()


def keep() -> None:
    """Commit this request's changes although its answer is an error, as for an attempt that must be counted."""
    g.keep_transaction = True


def settle() -> None:
    """Commit what this request did so far: it stands whatever comes after, and slow work then holds no lock."""
    db.session.commit()


def apart(things: Iterable[T], act: Callable[[T], object]) -> None:
    """Act on each of many, each in a savepoint: what fails is undone and logged, and keeps none of the others back."""
    for thing in things:
        try:
            with db.session.begin_nested():
                act(thing)
        except Exception:
            log.exception("%s failed for one of many", act.__qualname__)


@contextmanager
def unit() -> Iterator[None]:
    """One unit of work outside a request: commits at the end, rolls back on any error."""
    token = _reading.set(False)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _reading.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Read without ever taking the write lock; ends the transaction at the end of the block."""
    token = _reading.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        _reading.reset(token)


def install_begin(app: Flask) -> None:
    """Begin each request as a reader or writer by its method."""
    app.before_request(_begin)


def install_end(app: Flask) -> None:
    """End each request's transaction; hung last, so that it runs before the features' own after-hooks."""
    app.after_request(_end)


def _begin() -> None:
    _reading.set(request.method in {"GET", "HEAD", "OPTIONS"})


def _end(response: Response) -> Response:
    if response.status_code < FIRST_ERROR or g.get("keep_transaction"):
        db.session.commit()
    else:
        db.session.rollback()
    return response
