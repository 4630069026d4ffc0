"""Reading files of rows: the good ones with their lines, the others with why not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from flask_babel import gettext as _
from flask_babel import ngettext
from pydantic import BaseModel, ValidationError

from app.core.access import Invalid
from app.core.sheet import separator

R = TypeVar("R", bound=BaseModel)
LARGEST = 2_000_000  # with the other fields of its form less than a request may have


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken."""

    line: int
    reason: str


@dataclass
class ImportReport:
    """What became of a file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """How many rows went in or were there already."""
        return self.added + self.changed + self.unchanged

    def add(self, other: ImportReport) -> None:
        """What became of more of it."""
        self.added, self.changed = self.added + other.added, self.changed + other.changed
        self.unchanged, self.refused = self.unchanged + other.unchanged, self.refused + other.refused


def read_csv(
    content: str, model: type[R], *, largest: int | None = LARGEST
) -> tuple[list[tuple[int, R]], list[Refusal]]:
    """The good rows with their line numbers, and the refused ones; raises Invalid where no table can be read.

    Columns of other names are left out; `columns` tells which. `largest` is in bytes as a browser sends them again.
    """
    if largest is not None and len(content.encode()) + content.count("\n") > largest:
        said = "This file is too large: import at most 2 MB at a time here; the operator's command takes any size."
        raise Invalid({"file": said})
    reader = _reader(content)
    required = {name for name, info in model.model_fields.items() if info.is_required()}
    if missing := required - set(reader.fieldnames or ()):
        raise Invalid({"file": f"The first line must name the columns; missing: {', '.join(sorted(missing))}."})
    return _sorted(reader, model)


def columns(content: str, model: type[BaseModel]) -> list[tuple[str, bool]]:
    """The columns that the first line names, and whether each is one that goes in."""
    return [(name, name in model.model_fields) for name in _reader(content).fieldnames or ()]


def _reader(content: str) -> csv.DictReader[str]:
    """Rows as spreadsheets write them: their separator is told by the first line, and so are the names, case apart."""
    text = content.removeprefix("\ufeff")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator(text))
    try:
        reader.fieldnames = [name.strip().casefold() for name in reader.fieldnames or ()]
    except csv.Error as error:
        raise Invalid({"file": f"The first line cannot be read as CSV: {error}."}) from error
    return reader


def _sorted(reader: csv.DictReader[str], model: type[R]) -> tuple[list[tuple[int, R]], list[Refusal]]:
    known = set(model.model_fields)
    good: list[tuple[int, R]] = []
    refused: list[Refusal] = []
    for line, row in _lines(reader):
        if any(cell.strip() for cell in row.get(None) or ()):
            refused.append(Refusal(line, _beyond(len(row[None]))))
            continue
        try:
            good.append((line, model.model_validate({k: v for k, v in row.items() if v is not None and k in known})))
        except ValidationError as error:
            refused.append(Refusal(line, reason(error)))
    return good, refused


def _beyond(count: int) -> str:
    """Of a row that is longer than the first line: most often its cells are not where they seem to be."""
    said: str = ngettext(
        "there is %(num)d cell more than the first line names; put quotation marks around one that holds a separator",
        "there are %(num)d cells more than the first line names; put quotation marks around one that holds a separator",
        count,
    )
    return said


class Row(Protocol):
    """What goes in."""

    @property
    def key(self) -> str:
        """What makes two rows speak of the same."""


def repeats(rows: Iterable[tuple[int, Row]]) -> dict[int, int]:
    """Lines that speak of what an earlier one of the same file does, each with the last that did."""
    last: dict[str, int] = {}
    found = {}
    for line, row in rows:
        if (before := last.get(row.key)) is not None:
            found[line] = before
        last[row.key] = line
    return found


def _lines(reader: csv.DictReader[str]) -> Iterator[tuple[int, dict[str | None, Any]]]:
    try:
        for row in reader:
            yield reader.line_num, dict(row)
    except csv.Error as error:
        raise Invalid({"file": f"Line {reader.line_num} cannot be read as CSV: {error}."}) from error


def reason(error: ValidationError) -> str:
    """What is wrong with a row, field by field."""
    faults: Sequence[Any] = error.errors()
    return "; ".join(": ".join(filter(None, [".".join(map(str, fault["loc"])), _said(fault)])) for fault in faults[:3])


def _said(fault: Any) -> str:
    """What to do about it; what is not common here, as pydantic says it."""
    kind, more = fault["type"], fault.get("ctx", {})
    said: str = str(fault["msg"]).removeprefix("Value error, ")
    if kind in ("missing", "string_too_short"):
        said = _("give one; this is empty")
    elif kind == "string_too_long":
        said = _("shorten it to %(most)d characters", most=more["max_length"])
    elif kind == "literal_error":
        said = _("write %(known)s", known=more["expected"])
    elif kind.startswith("datetime"):
        said = _("write a day and a time, such as 2026-03-01 10:00")
    return said
