"""Keyset paging: a list continues after the last row seen, at the same price on every page."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from app.core import clock
from app.core.access import Invalid
from app.extensions import UtcDateTime, db

T = TypeVar("T")
LIMIT = 30
MOST = 100
BEYOND_IDS = 2**63


def row_id(words: str) -> int:
    """A row's id as an address or a form names it; raises ValueError for what no database holds as one."""
    number = int(words)
    if not 0 < number < BEYOND_IDS:
        raise ValueError(words)
    return number


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `next` is the cursor of what follows, None at the end."""

    items: Sequence[T]
    next: str | None


def page(
    query: Select[T],
    *keys: InstrumentedAttribute[Any],
    after: str | None = None,
    limit: int = LIMIT,
    ascending: bool = False,
) -> Page[T]:
    """One page by the keys, the last of which must be unique, descending; raises Invalid for a broken cursor."""
    if after:
        query = query.where(_beyond(keys, _fitting(keys, decode(after, len(keys))), ascending))
    order = [key.asc() if ascending else key.desc() for key in keys]
    rows = db.session.scalars(query.order_by(*order).limit(limit + 1)).unique().all()
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(shown, encode([getattr(shown[-1], key.key) for key in keys]) if more else None)


def encode(values: Sequence[Any]) -> str:
    """Pack key values into an opaque cursor."""
    plain = [{"t": value.isoformat()} if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def decode(cursor: str, count: int) -> list[Any]:
    """Unpack a cursor of so many values; raises Invalid when it is not one of ours."""
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = [datetime.fromisoformat(v["t"]) if isinstance(v, dict) else v for v in plain]
    except (binascii.Error, ValueError, TypeError, KeyError, RecursionError) as error:
        raise Invalid({"after": _("This page marker is not one of ours. Start from the first page.")}) from error
    if len(values) != count or not all(isinstance(v, int | float | str | datetime) for v in values):
        raise Invalid({"after": _("This page marker belongs to another list. Start from the first page.")})
    if any(isinstance(v, int) and abs(v) >= 2**63 for v in values) or not all(map(_is_finite, values)):
        raise Invalid({"after": _("This page marker is not one of ours. Start from the first page.")})
    if any(isinstance(v, datetime) and v.tzinfo is None for v in values):
        raise Invalid({"after": _("This page marker is not one of ours. Start from the first page.")})
    return values


def _can_be_asked_for(value: Any) -> bool:
    """Whether a database can look for it: a text without NUL, a moment that is one in UTC too."""
    if isinstance(value, datetime):
        return clock.EARLIEST <= value.year <= clock.LATEST
    return not isinstance(value, str) or "\0" not in value


def _is_finite(value: Any) -> bool:
    return not isinstance(value, float) or math.isfinite(value)


def _fitting(keys: Sequence[InstrumentedAttribute[Any]], values: list[Any]) -> list[Any]:
    """The values, if each is of its key's kind; raises Invalid for a cursor of another list."""
    for key, value in zip(keys, values, strict=True):
        wanted = datetime if isinstance(key.type, UtcDateTime) else key.type.python_type
        is_of_kind = type(value) is wanted or (wanted is float and type(value) is int)
        if not is_of_kind or not _can_be_asked_for(value):
            raise Invalid({"after": _("This page marker belongs to another list. Start from the first page.")})
    return values


def place(cursor: str, *kinds: type) -> list[Any]:
    """The values of a cursor that are of these kinds; raises Invalid for one of another list."""
    values = decode(cursor, len(kinds))
    if [type(value) for value in values] != list(kinds):
        raise Invalid({"after": _("This page marker belongs to another list. Start from the first page.")})
    return values


def _beyond(keys: Sequence[InstrumentedAttribute[Any]], values: Sequence[Any], ascending: bool) -> ColumnElement[bool]:
    """Rows after the cursor, as one comparison of rows: an index then leads there, also past many equal keys."""
    place = tuple_(*(literal(value, key.type) for key, value in zip(keys, values, strict=True)))
    return tuple_(*keys) > place if ascending else tuple_(*keys) < place
