"""Files as spreadsheets write them, and as nobody should: read whole, or refused with what to do."""

from __future__ import annotations

import io
from codecs import BOM_UTF8, BOM_UTF16_BE

import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.extensions import db
from app.listening.monitoring import commands
from app.listening.monitoring.commands import LARGEST
from app.listening.monitoring.models import Mention
from tests.cast import Cast
from tests.listening.monitoring.test_pages import Open, opens

__all__ = ["opens"]

TEXT = "at,text,author\n2026-11-02T09:00:00Z,Der Zähler läuft rückwärts ☹,@jürgen\n"


def handed_in(opens: Open, person: Person, content: bytes, button: str = "take") -> tuple[int, str]:
    """The status and page that a file leads to."""
    browser = opens(person)
    data = {"csrf_token": browser.token, button: "1", "file": (io.BytesIO(content), "said.csv")}
    answer = browser.client.post("/listening/upload", data=data, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # a large one is a file, which nobody else closes
    return answer.status_code, answer.text


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").replace("\n", "\r\n").encode("utf-16"),
    ],
)
def test_a_file_is_read_however_a_spreadsheet_saved_it(cast: Cast, opens: Open, content: bytes) -> None:
    status, page = handed_in(opens, cast.anna, content)
    assert (status, "1 mention was heard" in page) == (200, True)
    (said,) = db.session.execute(select(Mention.text, Mention.author)).all()
    assert tuple(said) == ("Der Zähler läuft rückwärts ☹", "@jürgen")


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\xff\xfe", b"\xff\xfea"])
def test_what_is_no_text_is_refused_with_what_to_do(cast: Cast, opens: Open, content: bytes) -> None:
    status, page = handed_in(opens, cast.anna, content)
    assert (status, "Save it as “CSV UTF-8”" in page) == (422, True)
    assert db.session.scalar(select(func.count()).select_from(Mention)) == 0


def test_a_file_that_is_no_unicode_is_looked_at_before_it_is_heard(cast: Cast, opens: Open) -> None:
    status, page = handed_in(opens, cast.anna, TEXT.replace("☹", "").encode("cp1252"))
    assert (status, "Are these letters right?" in page, "Zähler" in page) == (200, True, True)
    assert db.session.scalar(select(func.count()).select_from(Mention)) == 0


def test_a_file_beyond_all_bounds_is_refused(cast: Cast, opens: Open) -> None:
    row = "2026-11-02T09:00:00Z,Hm\n"
    many = "at,text\n" + row * 5_001
    assert "At most 5000 rows at a time" in handed_in(opens, cast.anna, many.encode())[1]
    large = "at,text\n" + row * (LARGEST // len(row) + 1)
    assert "hand in at most 2 MB at a time" in handed_in(opens, cast.anna, large.encode())[1]
    assert handed_in(opens, cast.anna, b"x" * (2 * LARGEST + 1))[0] == 413


def test_a_cell_that_would_be_a_formula_stays_words(cast: Cast, opens: Open) -> None:
    said = '=HYPERLINK("http://evil.example")'
    content = f'at,text,author\n2026-11-02T09:00:00Z,"{said.replace(chr(34), chr(34) * 2)}",=1+1\n'
    assert handed_in(opens, cast.anna, content.encode(), "look")[0] == 200
    assert handed_in(opens, cast.anna, content.encode())[0] == 200
    assert db.session.scalars(select(Mention.text)).one() == said
    assert "\n=" not in opens(cast.anna).get("/listening/volume.csv").text


def test_the_same_row_twice_in_one_file_is_heard_once() -> None:
    rows, refused = commands.read_rows(TEXT + TEXT.splitlines()[1] + "\n")
    assert (len(rows), refused) == (2, [])
    assert len({row.key for _line, row in rows}) == 1
