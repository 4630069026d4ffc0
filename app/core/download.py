"""Tables to download, as CSV and as XLSX, that a spreadsheet opens without running anything; written in portions."""

from __future__ import annotations

import csv
import io
import math
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from flask import Response

from app.core import clock
from app.core.sheet import safe

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
IN_MEMORY, CHUNK, LONGEST_CELL = 2**20, 2**16, 32_767
BYTE_ORDER_MARK = "\ufeff"


def download(kind: str, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A file of this kind (csv or xlsx), called `name` with its ending; rows are taken one by one, and kept on disk."""
    kept: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when it has been sent
    try:
        (_write_xlsx if kind == "xlsx" else _write_csv)(kept, columns, rows)
    except BaseException:
        kept.close()
        raise
    size = kept.tell()
    kept.seek(0)
    response = Response(_portions(kept), mimetype=KINDS[kind])
    response.call_on_close(kept.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["Content-Length"] = str(size)
    return response


def _portions(kept: IO[bytes]) -> Iterator[bytes]:
    with kept:
        while portion := kept.read(CHUNK):
            yield portion


def _write_csv(kept: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    line = io.StringIO()
    writer = csv.writer(line, quoting=csv.QUOTE_MINIMAL)
    line.write(BYTE_ORDER_MARK)
    for row in _with_heads(columns, rows):
        writer.writerow([safe(_plain(cell)) for cell in row])
        kept.write(line.getvalue().encode())
        line.seek(0)
        line.truncate()


def _write_xlsx(kept: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    import xlsxwriter  # noqa: PLC0415 - large, and only needed for a download

    with tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(kept, {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False})
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for at, row in enumerate(_with_heads(columns, rows)):
            for column, cell in enumerate(row):
                value = _plain(cell)
                if isinstance(value, int | float):
                    sheet.write_number(at, column, value)
                elif value is not None and value != "":
                    sheet.write_string(at, column, str(value)[:LONGEST_CELL], bold if at == 0 else None)
        book.close()


def _with_heads(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    yield columns
    yield from rows


def _plain(value: Any) -> str | int | float | None:
    """A cell as both kinds of file hold it: numbers as numbers, moments and days in ISO 8601, the rest as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        value = float(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        return clock.rfc3339(value)
    return value.isoformat() if isinstance(value, date) else str(value)
