"""Tables from the outside world: encodings and separators told apart, columns found by name, times read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from app.core import clock
from app.core.imports import surplus
from app.core.sheet import decoded, separator
from app.ideas.sources.shapes import NEEDED, Columns

csv.field_size_limit(10_000_000)


class Unreadable(Exception):
    """A file that cannot be read as what it should be; the message says what to do."""


def rows(
    path: Path, table: str, columns: Columns, renamed: Mapping[str, str]
) -> Iterator[tuple[int, dict[str, str], str]]:
    """The rows of a table by field, with their lines, and what is wrong with their cells, which is mostly nothing.

    Raises Unreadable where a needed column is missing.
    """
    text = _text(path)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
    found = _found(path, table, columns, renamed, [name for name in reader.fieldnames or () if name])
    try:
        for row in reader:
            said = {name: (row.get(column) or "").strip() for name, column in found.items()}
            yield reader.line_num, {name: value for name, value in said.items() if value}, surplus(row)
    except csv.Error as error:
        raise Unreadable(f"{path}: line {reader.line_num}: {error}") from None


def moment(said: str) -> datetime:
    """A time as exports write it: ISO 8601 (UTC unless it says otherwise), or seconds or milliseconds since 1970.

    Raises ValueError.
    """
    if said.isascii() and said.isdigit() and len(said) >= 9:
        number = int(said)
        return datetime.fromtimestamp(number / 1000 if len(said) >= 12 else number, UTC)
    plain = said.removesuffix(" UTC").replace(" +0000", "+00:00")
    return clock.in_utc(datetime.fromisoformat(plain))


def _text(path: Path) -> str:
    try:
        return decoded(path.read_bytes())
    except UnicodeDecodeError:
        raise Unreadable(f"{path}: is neither UTF-8 nor UTF-16; save it as “CSV UTF-8” and try again") from None


def _found(path: Path, table: str, columns: Columns, renamed: Mapping[str, str], there: list[str]) -> dict[str, str]:
    """The column of each field; what `--map` names comes first, and only a column that is there may be named."""
    known = {name.strip().casefold(): name for name in there}
    own = {target: known[column.casefold()] for column, target in renamed.items() if column.casefold() in known}
    found = {
        name: column
        for name, names in columns.items()
        if (column := own.get(name) or next((known[each] for each in names if each in known), None)) is not None
    }
    missing = [name for name in NEEDED[table] if name not in found]
    if missing:
        wanted = ", ".join(f"{name} ({' or '.join(columns[name])})" for name in missing)
        raise Unreadable(f"{path}: no column for {wanted}; there are: {', '.join(there)}. Use --map COLUMN=FIELD")
    return found
