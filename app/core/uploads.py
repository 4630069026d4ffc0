"""Which routes take more than words: everybody else's requests stay small."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import current_app, request
from flask_login import current_user

T = TypeVar("T")


def takes_files(most_bytes: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Mark a view whose requests may carry files, up to so many bytes in all, when a member sends them."""

    def mark(function: Callable[..., T]) -> Callable[..., T]:
        function.__dict__["most_bytes"] = most_bytes
        return function

    return mark


def raise_limit() -> None:
    """Before anything reads the request: let the views that take files have them."""
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, "most_bytes", None)
    if most and request.method not in {"GET", "HEAD"} and current_user.is_authenticated:
        request.max_content_length = most
