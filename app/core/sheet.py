"""CSV files: written so that a spreadsheet opens them without running anything, read as spreadsheets write them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), also behind what it does not show.
FORMULA = re.compile("^[\\s\x00\u00ad\u200b-\u200f\u2060\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n\x00]")


MARKS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark; raises UnicodeDecodeError for any other."""
    return content.decode(next((name for name, mark in MARKS if content.startswith(mark)), "utf-8"))


def separator(text: str) -> str:
    """What stands between the cells, by the first line: a comma, a semicolon or a tab."""
    return max(",;\t", key=text.split("\n", 1)[0].count)


def safe(value: Any) -> Any:
    """A cell: numbers as they are; text that would be a formula with an apostrophe before it."""
    if isinstance(value, str) and FORMULA.match(value):
        return f"'{value}"
    return "" if value is None else value


def sheet(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A file to download."""
    content = io.StringIO()
    writer = csv.writer(content, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content.getvalue(), mimetype="text/csv", headers=headers)
