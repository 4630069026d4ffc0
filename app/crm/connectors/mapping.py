"""Mappings: a JSON document with {{names}} in its strings becomes what a CRM is sent. Pure, and no language at all.

The document is read as JSON first and only then filled in, so that no value can change its shape.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

NAME = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
DEEPEST, LONGEST = 12, 10_000
Values = Mapping[str, Mapping[str, str]]


class Unfit(ValueError):
    """A mapping that cannot be used; its text says why."""


def parse(text: str) -> Any:
    """A mapping as written; raises Unfit for what is no JSON, or too long or deep."""
    if len(text) > LONGEST:
        raise Unfit(f"longer than {LONGEST} characters")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Unfit(f"this is not JSON{where}") from error
    if depth(document) > DEEPEST:
        raise Unfit(f"nested deeper than {DEEPEST}")
    return document


def depth(document: Any) -> int:
    """How deep a document is nested; 0 for a plain value."""
    if isinstance(document, dict):
        return 1 + max((depth(part) for part in document.values()), default=0)
    if isinstance(document, list):
        return 1 + max((depth(part) for part in document), default=0)
    return 0


def names(document: Any) -> Iterator[str]:
    """Every name that a mapping asks for."""
    if isinstance(document, str):
        yield from NAME.findall(document)
    elif isinstance(document, dict):
        for part in document.values():
            yield from names(part)
    elif isinstance(document, list):
        for part in document:
            yield from names(part)


def beside(text: str, added: Iterable[str], places: Sequence[str]) -> str:
    """A mapping as written, with names added on lines of their own after the first of `places` that it names.

    All else stays as it was typed; raises Unfit where it names none of them.
    """
    found = {match[1]: match.end() for match in reversed(list(NAME.finditer(text)))}
    place = next((found[name] for name in places if name in found), None)
    if place is None:
        raise Unfit(f"it names none of {', '.join(places)}")
    lines = "".join(f"\\n{{{{{name}}}}}" for name in added)
    return text[:place] + lines + text[place:]


def render(document: Any, fields: Mapping[str, Any], values: Values | None = None) -> Any:
    """A mapping filled in; a string that is one name alone becomes the field as it is, null where there is none."""
    if isinstance(document, str):
        return _fill(document, fields, values or {})
    if isinstance(document, dict):
        return {key: render(part, fields, values) for key, part in document.items()}
    if isinstance(document, list):
        return [render(part, fields, values) for part in document]
    return document


def address(template: str, fields: Mapping[str, Any]) -> str:
    """An address filled in, each value quoted, so that it cannot lead elsewhere."""
    return NAME.sub(lambda found: quote(_plain(fields.get(found[1])), safe=""), template)


def line(template: str, fields: Mapping[str, Any]) -> str:
    """A header filled in; line breaks go."""
    return " ".join(NAME.sub(lambda found: _plain(fields.get(found[1])), template).split())


def at(path: str, document: Any) -> Any:
    """What stands at a dotted path, such as `items.0.id`; None where there is nothing. An empty path is all of it."""
    for step in path.split(".") if path else ():
        if isinstance(document, dict):
            document = document.get(step)
        elif isinstance(document, list) and step.isascii() and step.isdigit() and len(step) < 6:
            document = document[int(step)] if int(step) < len(document) else None
        else:
            return None
    return document


def pairs(text: str) -> dict[str, str]:
    """Lines `name = value`; raises Unfit for a line that is none. Empty lines are left out."""
    found = {}
    for number, row in enumerate(text.splitlines(), start=1):
        if not row.strip():
            continue
        name, is_pair, value = row.partition("=")
        if not is_pair or not name.strip():
            raise Unfit(f"line {number} is not of the form name = value")
        found[name.strip()] = value.strip()
    return found


def said(found: Mapping[str, str]) -> str:
    """The same as lines."""
    return "\n".join(f"{name} = {value}" for name, value in found.items())


def value_maps(text: str) -> dict[str, dict[str, str]]:
    """Lines `field.from = to`; raises Unfit as `pairs` does."""
    maps: dict[str, dict[str, str]] = {}
    for name, value in pairs(text).items():
        where, dot, what = name.partition(".")
        if not dot or not what:
            raise Unfit(f"“{name}” names no value: write field.value = what the CRM calls it")
        maps.setdefault(where, {})[what] = value
    return maps


def turned(maps: Values) -> dict[str, dict[str, str]]:
    """The other way round: what we call a value that comes from the CRM."""
    return {where: {theirs: ours for ours, theirs in found.items()} for where, found in maps.items()}


def said_maps(maps: Values) -> str:
    """The same as lines."""
    return said({f"{where}.{what}": value for where, found in maps.items() for what, value in found.items()})


def _fill(text: str, fields: Mapping[str, Any], values: Values) -> Any:
    whole = NAME.fullmatch(text.strip())
    if whole:
        return _mapped(whole[1], fields, values)
    return NAME.sub(lambda found: _plain(_mapped(found[1], fields, values)), text)


def _mapped(name: str, fields: Mapping[str, Any], values: Values) -> Any:
    value = fields.get(name)
    return values.get(name, {}).get(_plain(value), value)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
