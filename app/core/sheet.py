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


UNICODE, WESTERN = "utf-8", "cp1252"
ENCODINGS = (UNICODE, WESTERN, "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman")  # what spreadsheets save CSV in
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # of which text has none, and a picture or an archive many
MARKS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark; raises UnicodeDecodeError for any other."""
    return content.decode(next((name for name, mark in MARKS if content.startswith(mark)), "utf-8"))


def deciphered(content: bytes, encoding: str = "") -> tuple[str, str]:
    """The text of a file and which of ENCODINGS it is in; raises UnicodeDecodeError for what is no text.

    Where nobody says which, what is no Unicode is taken for what a spreadsheet saves in western Europe: a guess, which
    somebody should look at.
    """
    if encoding not in ("", UNICODE):
        return content.decode(encoding), encoding
    try:
        return decoded(content), UNICODE
    except UnicodeDecodeError:
        text = content.decode(WESTERN)
        if encoding or content.startswith(tuple(mark for _name, mark in MARKS)) or CONTROLS.search(text):
            raise
        return text, WESTERN


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
