"""What is taken along: the shortlist, the portfolio and challenges as CSV and XLSX, and the pages they stand on."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.models import Person
from app.core import audit, transaction
from app.core.download import download
from app.core.sheet import FORMULA, safe
from app.ideas import commands
from app.ideas.models import Idea
from tests.cast import Cast
from tests.ideas.conftest import REASONS, SCORES, MakeChallenge, MakeIdea

Browser = Callable[[Person], FlaskClient]
Cost = Callable[[FlaskClient, str], int]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def as_csv(data: bytes) -> list[list[str]]:
    """The rows of a file, which begins with the mark that Excel looks for."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def as_xlsx(data: bytes) -> list[list[tuple[str, str]]]:
    """The cells of the first sheet: their type and what stands in them; fails for a formula."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = Tree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert sheet.find(f".//{MAIN}f") is None
    return [
        [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row.iter(f"{MAIN}c")]
        for row in sheet.iter(f"{MAIN}row")
    ]


@given(st.text(max_size=20))
def test_no_text_begins_a_formula_and_none_is_lost(text: str) -> None:
    cell = safe(text)
    assert cell in {text, f"'{text}"}
    shown = re.sub("^[\\s\x00\u00ad\u200b-\u200f\u2060\ufeff]+", "", cell)
    assert shown[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}


@pytest.mark.parametrize("bad", ["=1", " =1", "\u00a0=1", "\u200b@x", "\ufeff+1", "＝1", "\t1", "\r1", "\n1", "\x00=1"])
def test_what_begins_a_formula(bad: str) -> None:
    assert FORMULA.match(bad)


def test_both_kinds_keep_numbers_and_quiet_text(app: object) -> None:
    rows: list[list[Any]] = [["=1+1", 5, 2.5, None, 'a,"b"\nc'], ["+49", -3, float("nan"), True, "ä"]]
    with download("csv", "x", ["a", "b", "c", "d", "e"], rows) as made:
        told = as_csv(made.get_data())
    assert told[1:] == [["'=1+1", "5", "2.5", "", 'a,"b"\nc'], ["'+49", "-3", "", "yes", "ä"]]
    with download("xlsx", "x", ["a", "b", "c", "d", "e"], rows) as made:
        cells = as_xlsx(made.get_data())
    assert cells[1][:3] == [("inlineStr", "=1+1"), ("n", "5"), ("n", "2.5")]
    assert cells[2][0] == ("inlineStr", "+49")


@pytest.fixture
def judged(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> Idea:
    """An idea with a dangerous title, a vote and a review, taken up."""
    idea = idea_of(challenge_of(), "=cmd|' /C calc'!A0")
    with transaction.unit():
        commands.vote(idea, 1, by=cast.colin)
        commands.file_review(idea, scores=SCORES, reasons=REASONS, by=cast.sam)
        commands.move(idea, "approved", "Yes.", by=cast.ines)
    return idea


def test_the_shortlist_is_taken_along(signed_in: Browser, cast: Cast, judged: Idea) -> None:
    ines = signed_in(cast.ines)
    rows = as_csv(ines.get("/shortlist/export?format=csv").data)
    told = dict(zip(rows[0], rows[1], strict=True))
    assert (told["title"], told["stage"], told["votes"], told["mean"]) == (
        "'=cmd|' /C calc'!A0",
        "Approved",
        "1",
        "4.0",
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", told["submitted_at"])
    cells = as_xlsx(ines.get("/shortlist/export?format=xlsx").data)
    assert ("inlineStr", "=cmd|' /C calc'!A0") in cells[1]
    assert ("n", "1") in cells[1]
    assert "=cmd" in ines.get("/portfolio").text
    assert len(as_csv(ines.get("/portfolio/export").data)) == 2
    assert len(as_csv(ines.get("/portfolio/export?kind=review").data)) == 1
    assert ines.get("/shortlist/export?format=exe").status_code == 404
    noted = [entry.after for entry in audit.entries(subject=f"person:{cast.ines.id}").items]
    assert {"what": "shortlist", "as": "xlsx", "ideas": 1} in noted


@pytest.mark.parametrize("page", ["/shortlist/export", "/portfolio", "/portfolio/export", "/shortlist/answers"])
def test_the_team_alone(signed_in: Browser, cast: Cast, page: str) -> None:
    assert signed_in(cast.carla).get(page).status_code == 403


def test_others_take_along_what_they_see(
    signed_in: Browser, cast: Cast, client: FlaskClient, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    challenge = challenge_of(blind=True)
    seen, unseen = idea_of(challenge, "Seen by its voter"), idea_of(challenge, "Not voted for")
    with transaction.unit():
        commands.vote(seen, 1, by=cast.colin)
        commands.vote(unseen, 1, by=cast.emma)
    rows = as_csv(signed_in(cast.colin).get(f"/challenges/{challenge.slug}/export").data)
    votes = {row[1]: row[rows[0].index("votes")] for row in rows[1:]}
    assert votes == {"Seen by its voter": "1", "Not voted for": ""}
    assert "mean" not in rows[0]
    assert client.get(f"/challenges/{challenge.slug}/export").status_code == 303
    ours = challenge_of("ours", audience="internal")
    assert signed_in(cast.colin).get(f"/challenges/{ours.slug}/export").status_code == 404


def test_views_of_the_shortlist(signed_in: Browser, cast: Cast, judged: Idea, idea_of: MakeIdea) -> None:
    ines, other = signed_in(cast.ines), idea_of(judged.challenge, "Another idea here")
    for page in (
        "/shortlist", "/shortlist?view=table&sort=votes", "/shortlist?view=scatter", "/shortlist?space=help",
        f"/shortlist?challenge={judged.challenge.slug}&view=table&sort=moved", "/shortlist?view=table&sort=new",
    ):  # fmt: skip
        assert "=cmd" in ines.get(page).text, page
    assert "=cmd" not in ines.get("/shortlist?view=table&kind=open").text
    scatter = ines.get("/shortlist?view=scatter").text
    assert ">1 =cmd" in scatter
    assert '<svg class="plot-svg ideas-scatter" direction="ltr"' in scatter, "its anchors would turn with the page"
    beside = ines.get(f"/shortlist/compare?ideas={judged.id},{other.id}").text
    assert "=cmd" in beside
    assert "Another idea here" in beside
    assert "at the end" not in beside
    with transaction.unit():
        other.stage, other.kind = "launched", "done"
    assert "at the end" in ines.get(f"/shortlist/compare?ideas={judged.id},{other.id}").text
    assert ines.get(f"/shortlist/compare?ideas={judged.id}").status_code == 303
    chosen = f"/shortlist/moves/new?ideas={judged.id}&ideas={other.id}"
    assert "Another idea here" in ines.get(chosen).text
    for page in ("/admin/spaces/help/stages", f"/challenges/{judged.challenge.slug}/gates"):
        assert "Approved" in ines.get(page).text


def test_lists_cost_the_same_however_long(
    signed_in: Browser, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, cost: Cost
) -> None:
    challenge, ines = challenge_of(), cast.ines
    browser = signed_in(ines)
    pages = ("/shortlist?space=help", "/shortlist?view=table", "/portfolio")

    def add(count: int) -> None:
        ideas = [idea_of(challenge, f"Idea number {n}") for n in range(count)]
        with transaction.unit():
            commands.move_all(ideas, "in_review", "Ask.", by=ines)

    add(2)
    before = [cost(browser, page) for page in pages]
    add(5)
    assert [cost(browser, page) for page in pages] == before


def test_reviews_kept_back_are_not_counted_in_a_file(signed_in: Browser, cast: Cast, idea: Idea) -> None:
    with transaction.unit():
        commands.file_review(idea, scores=SCORES, reasons=REASONS, by=cast.sam)

    def told(person: Person) -> str:
        rows = as_csv(signed_in(person).get(f"{idea.challenge.url}/export").data)
        return dict(zip(rows[0], rows[1], strict=True))["reviews"]

    assert (told(cast.emma), told(cast.sam), told(cast.sue)) == ("1", "1", "")
    with transaction.unit():
        idea.challenge.reviews_held = True
    assert (told(cast.emma), told(cast.sam)) == ("", "")
