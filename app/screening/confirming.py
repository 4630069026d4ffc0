"""Post anyway: a warning stops a text once, until whoever sends it says that it is meant as it stands.

The word for that is made from the text and the rules that warn of it, so that it holds for exactly what was read: in a
form it is the value of a box that the page shows beside the field, in the API a header. Only a request that carries the
text itself has somebody behind it who can be asked; a mail, a channel or an import has not, and passes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from app.core.text import tidy

FIELD = "post_anyway"
HEADER = "Post-Anyway"
# What a page that shows hints while one writes adds to its form; without script no page does.
HINTED = "hints_shown"
MOST_DEEP = 6


def install(app: Flask) -> None:
    """Give templates the box's value by the field's name, and programs the header's."""
    app.jinja_env.globals["post_anyway"] = asked
    app.after_request(_tell)


def is_confirmed(text: str, field: str, rules: Iterable[str]) -> bool:
    """Whether the sender said so, or nobody can be asked; else the page or the answer asks."""
    if not has_request_context() or not _carries(text):
        return True
    word = _word(text, rules)
    if word in _given():
        return True
    g.setdefault("unconfirmed", {})[field] = word
    return False


def has_shown_no_hint() -> bool:
    """Whether a form was sent by a page that cannot have said anything while its text was written."""
    return has_request_context() and bool(request.form) and HINTED not in request.form


def asked(field: str) -> str:
    """The word that confirms what stands in a field, or nothing where no rule asks for it."""
    words: dict[str, str] = g.get("unconfirmed", {})
    return words.get(field, "")


def _word(text: str, rules: Iterable[str]) -> str:
    return hashlib.sha256("\0".join([tidy(text), *sorted(set(rules))]).encode()).hexdigest()[:24]


def _given() -> set[str]:
    header = request.headers.get(HEADER, "").replace(",", " ").split()
    return {*request.form.getlist(FIELD), *header}


def _carries(text: str) -> bool:
    wanted = tidy(text)
    return any(tidy(said) == wanted for said in _said())


def _said() -> Iterator[str]:
    for said in request.form.listvalues():
        yield from said
    if request.is_json:
        yield from _strings(request.get_json(silent=True), MOST_DEEP)


def _strings(value: Any, deep: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list) and deep:
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            yield "\n".join(value)  # a field with a line for each, as forms have it
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each, deep - 1)


def _tell(response: Response) -> Response:
    words: dict[str, str] = g.get("unconfirmed", {})
    if words and response.status_code == 422:
        response.headers[HEADER] = ", ".join(dict.fromkeys(words.values()))
    return response
