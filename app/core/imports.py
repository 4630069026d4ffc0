"""Reading files from the outside world: JSON lines or CSV, each bad row told with its line and reason."""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, TypeVar

import click
from flask.cli import AppGroup
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.core.api.operations import Text
from app.core.cli import fail
from app.core.sheet import safe
from app.extensions import db

T = TypeVar("T", bound=BaseModel)
AT_ONCE = 200
FEW = 10
PATH = click.Path(exists=True, dir_okay=False, path_type=Path)
importing = AppGroup("import", help="Questions and ideas from the outside world.")


Moment = Annotated[datetime, AfterValidator(clock.in_utc)]


class Row(BaseModel):
    """What every imported row shares; unknown columns are refused, so that a misspelt one is not lost."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Author(Row):
    """Somebody by e-mail or handle; a plain text is the one or the other."""

    email: Text | None = Field(None, max_length=254)
    handle: Text | None = Field(None, max_length=120)
    name: Text = Field("", max_length=80)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"email" if "@" in value else "handle": value}
        return value

    @model_validator(mode="after")
    def _names_somebody(self) -> Author:
        if not self.email and not self.handle:
            raise ValueError("name an e-mail or a handle")
        return self


@dataclass(frozen=True)
class Note:
    """Something that does not add up, or has no place here: `kind` such as orphan, where it stands, what it is."""

    kind: str
    file: str
    line: int
    text: str


@dataclass
class Report:
    """What became of a file."""

    taken: int = 0
    known: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def note(self, kind: str, file: str, line: int, text: str) -> None:
        """Keep something to tell of that stops nothing."""
        self.notes.append(Note(kind, file, line, text))

    def refuse(self, line: int, reason: str) -> None:
        """Note a row that was not taken."""
        self.refused.append((line, reason))


def read(path: Path, model: type[T], lists: Mapping[str, Path | None], report: Report) -> list[tuple[int, T]]:
    """The good rows with their lines; `lists` names further CSV files by the field they fill. Ends with exit code 2."""
    try:
        raw = _csv(path, lists, report) if path.suffix.casefold() == ".csv" else _json_lines(path)
    except (UnicodeDecodeError, csv.Error, KeyError) as error:
        fail(f"{path}: cannot be read: {error}")
        raise
    return checked(raw, model, report, path)


def checked(raw: Iterable[tuple[int, Any]], model: type[T], report: Report, path: Path) -> list[tuple[int, T]]:
    """Those rows that can be taken; ends with exit code 2 where there is none."""
    good: list[tuple[int, T]] = []
    seen: set[str] = set()
    for line, said in raw:
        try:
            row = model.model_validate(said if not isinstance(said, str) else json.loads(said))
        except (ValidationError, ValueError, RecursionError) as error:
            report.refuse(line, _reason(error))
            continue
        if (key := getattr(row, "external_id", "")) in seen:
            report.note("duplicate", path.name, line, f"{key} is there twice; the first one counts")
            continue
        seen.update([key] if key else [])
        good.append((line, row))
    if not good:
        _end(report, path)
    return good


def take(rows: Sequence[tuple[int, T]], act: Callable[[T], bool], report: Report, *, dry_run: bool) -> None:
    """Do each row in a savepoint of its own, so that a bad one costs only itself; a dry run takes all of it back."""
    for start in range(0, len(rows), AT_ONCE):
        with suppress(_DryRun), transaction.unit():
            for line, row in rows[start : start + AT_ONCE]:
                _take_one(line, row, act, report)
            if dry_run:
                raise _DryRun


def tell(report: Report, *, dry_run: bool) -> None:
    """Print what became of the file and end: 0 if all went in, 1 if some were refused."""
    would = "would go in" if dry_run else "taken"
    click.echo(f"{report.taken} {would}, {report.known} known already, {len(report.refused)} refused")
    for line, reason in sorted(report.refused):
        click.echo(f"line {line}: {reason}", err=True)
    for kind, notes in groupby(sorted(report.notes, key=lambda note: note.kind), key=lambda note: note.kind):
        told = list(notes)
        click.echo(f"{len(told)} {kind}:")
        for each in told[:FEW]:
            place = ", ".join(filter(None, [each.file, f"line {each.line}" if each.line else ""]))
            click.echo(f"  {place}{': ' if place else ''}{each.text}")
        if len(told) > FEW:
            click.echo(f"  and {len(told) - FEW} more; --report FILE keeps all of them")
    sys.exit(1 if report.refused else 0)


def ensure_kept(path: Path) -> None:
    """Make sure, before anything goes in, that a report can be written; ends with exit code 2 where it cannot."""
    try:
        path.open("a", encoding="utf-8").close()
    except OSError as error:
        fail(f"{path}: {error.strerror}")


def keep(report: Report, path: Path) -> None:
    """Write all that is to tell into a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["kind", "file", "line", "text"])
        writer.writerows(["refused", "", line, safe(reason)] for line, reason in sorted(report.refused))
        writer.writerows([each.kind, safe(each.file), each.line, safe(each.text)] for each in report.notes)


def surplus(row: Mapping[Any, Any]) -> str:
    """What to say of a row of a csv.DictReader with more cells than columns, which stand nobody knows where."""
    beyond = [cell for cell in row.get(None) or () if cell.strip()]
    if not beyond:
        return ""
    return f"“{beyond[0][:40]}” stands beyond the last column; put a cell with a separator in it into quotes"


class _DryRun(Exception):
    """Rolls a portion back."""


def _take_one(line: int, row: T, act: Callable[[T], bool], report: Report) -> None:
    try:
        with db.session.begin_nested():
            is_new = act(row)
    except (Invalid, Conflict) as error:
        report.refuse(line, str(error))
    else:
        report.taken += is_new
        report.known += not is_new


def _json_lines(path: Path) -> Iterable[tuple[int, str]]:
    # JSON lets a text hold what else Python takes for line ends.
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _csv(path: Path, lists: Mapping[str, Path | None], report: Report) -> list[tuple[int, dict[str, Any]]]:
    further = {name: _grouped(file, report) for name, file in lists.items() if file is not None}
    items = _table(path, report)
    known = {row.get("external_id") for _line, row in items}
    for name, grouped in further.items():
        for lost in sorted(grouped.keys() - known):
            report.note("orphan", f"{lists[name]}", 0, f"{len(grouped[lost])} rows for {lost}, which is not there")
    rows = []
    for line, row in items:
        item: dict[str, Any] = {**row, **{name: found[row["external_id"]] for name, found in further.items()}}
        if "topics" in item:
            item["topics"] = [topic.strip() for topic in item["topics"].split("|") if topic.strip()]
        rows.append((line, item))
    return rows


def _grouped(path: Path, report: Report) -> dict[str, list[dict[str, str]]]:
    """Rows of a further file by the item they belong to, whose external id stands in the column `item`."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for _line, row in _table(path, report):
        found[row.pop("item")].append(row)
    return found


def _table(path: Path, report: Report) -> list[tuple[int, dict[str, str]]]:
    rows = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in (reader := csv.DictReader(file)):
            if why := surplus(row):
                report.refuse(reader.line_num, f"{path.name}: {why}")
            else:
                rows.append((reader.line_num, {k: v for k, v in row.items() if k and v not in {None, ""}}))
    return rows


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:3])
    return f"not valid JSON: {error}"


def _end(report: Report, path: Path) -> None:
    for line, reason in report.refused[:20]:
        click.echo(f"line {line}: {reason}", err=True)
    fail(f"{path}: no row could be read")
